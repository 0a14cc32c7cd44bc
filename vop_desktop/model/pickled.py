"""What the pickle inside a torch file says, found without running it.

`pickletools` takes the byte code apart. The few instructions that torch writes are followed here on values
that can do nothing: names stay names, tensors become notes of where their numbers lie. Nothing that a file
names is ever imported or called. So TorchScript files can be read as well, whose classes exist nowhere.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

HARMLESS = ("torch", "collections", "numpy", "_codecs", "__torch__")


class ForeignCodeError(ValueError):
    """The pickle names something that is no tensor, number or text; the message is that name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A class or function that the pickle names. It is never looked up."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


@dataclass(frozen=True, slots=True)
class Storage:
    """A run of numbers: which type, under which key of the archive, how many."""

    kind: str
    key: str
    count: int


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """A view of a storage, in elements."""

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]


@dataclass(slots=True, eq=False)
class Thing:
    """An object of any other class: its name, what it would be made from, its attributes."""

    name: Name
    arguments: tuple[Any, ...] = ()
    attributes: dict[Any, Any] = field(default_factory=dict)


def read_pickle(data: bytes) -> object:
    """The value that a pickle describes: dicts, lists, texts, numbers and the classes of this module.

    Raises:
        ForeignCodeError: it would import something that weights do not need.
        ValueError: it is damaged, or uses instructions that torch does not write.
    """
    machine = _Machine()
    try:
        for opcode, argument, _ in pickletools.genops(data):
            if opcode.name == "STOP":
                return machine.stack.pop()
            machine.step(opcode.name, argument)
    except ForeignCodeError:
        raise
    except (IndexError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"damaged pickle: {error}") from error
    raise ValueError("damaged pickle: it has no end")


class _Machine:
    """The stack that the instructions work on."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self._below: list[list[Any]] = []  # the stacks under each mark
        self._memo: dict[int, Any] = {}

    def step(self, opcode: str, argument: Any) -> None:
        if opcode in _VALUES:
            self.stack.append(argument)
        elif opcode in _NEW:
            self.stack.append(_NEW[opcode]())
        elif opcode in _STEPS:
            _STEPS[opcode](self, argument)
        else:
            raise ValueError(f"unknown instruction {opcode}")

    def mark(self, _: Any) -> None:
        self._below.append(self.stack)
        self.stack = []

    def to_mark(self) -> list[Any]:
        items, self.stack = self.stack, self._below.pop()
        return items

    def put(self, index: int) -> None:
        self._memo[index] = self.stack[-1]

    def memoize(self, _: Any) -> None:
        self._memo[len(self._memo)] = self.stack[-1]

    def get(self, index: int) -> None:
        self.stack.append(self._memo[index])

    def tuple_of(self, count: int) -> None:
        items = tuple(self.stack[-count:])
        del self.stack[-count:]
        self.stack.append(items)

    def append(self, _: Any) -> None:
        value = self.stack.pop()
        _of_type(self.stack[-1], list).append(value)

    def appends(self, _: Any) -> None:
        values = self.to_mark()
        _of_type(self.stack[-1], list).extend(values)

    def set_item(self, _: Any) -> None:
        value, key = self.stack.pop(), self.stack.pop()
        _fill(_of_type(self.stack[-1], dict), [(key, value)])

    def set_items(self, _: Any) -> None:
        flat = self.to_mark()
        _fill(_of_type(self.stack[-1], dict), zip(flat[::2], flat[1::2], strict=True))

    def new_tuple(self, _: Any) -> None:
        items = tuple(self.to_mark())
        self.stack.append(items)

    def new_list(self, _: Any) -> None:
        items = self.to_mark()
        self.stack.append(items)

    def new_dict(self, _: Any) -> None:
        flat = self.to_mark()
        self.stack.append(_fill({}, zip(flat[::2], flat[1::2], strict=True)))

    def name(self, argument: str) -> None:
        module, _, name = argument.partition(" ")
        self.stack.append(_known(module, name))

    def stack_name(self, _: Any) -> None:
        name, module = _of_type(self.stack.pop(), str), _of_type(self.stack.pop(), str)
        self.stack.append(_known(module, name))

    def call(self, _: Any) -> None:
        arguments, name = _of_type(self.stack.pop(), tuple), _of_type(self.stack.pop(), Name)
        self.stack.append(_called(name, arguments))

    def build(self, _: Any) -> None:
        state = self.stack.pop()
        if isinstance(self.stack[-1], Thing) and isinstance(state, dict):
            self.stack[-1].attributes = state

    def stored(self, _: Any) -> None:
        tag, kind, key, _place, count = self.stack.pop()
        if tag != "storage":
            raise ValueError("unknown reference")
        self.stack.append(Storage(_of_type(kind, Name).name, _of_type(key, str), _of_type(count, int)))


def _known(module: str, name: str) -> Name:
    if module.split(".", 1)[0] not in HARMLESS:
        raise ForeignCodeError(f"{module}.{name}")
    return Name(module, name)


def _called(name: Name, arguments: tuple[Any, ...]) -> object:
    """What calling `name` would give, for the few names that weights need; else a note of the call."""
    match str(name):
        case "torch._utils._rebuild_tensor_v2" | "torch._utils._rebuild_tensor":
            storage, offset, shape, stride = arguments[:4]
            return StoredTensor(
                _of_type(storage, Storage),
                _of_type(offset, int),
                _whole_numbers(shape),
                _whole_numbers(stride),
            )
        case "torch._utils._rebuild_parameter" | "torch._utils._rebuild_parameter_with_state":
            return arguments[0]
        case "collections.OrderedDict":
            return _fill({}, arguments[0] if arguments else ())
    return Thing(name, arguments)


def _fill(table: dict[Any, Any], pairs: Any) -> dict[Any, Any]:
    for key, value in pairs:
        if not isinstance(key, str | int | float | None):  # a nested tuple may take for ever to hash
            raise ValueError("a key that is neither text nor number")
        table[key] = value
    return table


def _whole_numbers(values: Any) -> tuple[int, ...]:
    return tuple(_of_type(value, int) for value in _of_type(values, tuple))


def _of_type(value: Any, wanted: type) -> Any:
    if not isinstance(value, wanted):
        raise ValueError(f"{wanted.__name__} expected")
    return value


_VALUES = frozenset(
    "INT BININT BININT1 BININT2 LONG LONG1 LONG4 FLOAT BINFLOAT UNICODE BINUNICODE SHORT_BINUNICODE "
    "BINUNICODE8 STRING BINSTRING SHORT_BINSTRING BINBYTES SHORT_BINBYTES BINBYTES8".split()
)
_NEW: dict[str, Callable[[], Any]] = {
    "NONE": lambda: None,
    "NEWTRUE": lambda: True,
    "NEWFALSE": lambda: False,
    "EMPTY_TUPLE": tuple,
    "EMPTY_LIST": list,
    "EMPTY_DICT": dict,
}
_STEPS: dict[str, Callable[[_Machine, Any], None]] = {
    "PROTO": lambda machine, argument: None,
    "FRAME": lambda machine, argument: None,
    "MARK": _Machine.mark,
    "POP": lambda machine, argument: machine.stack.__delitem__(-1),
    "TUPLE": _Machine.new_tuple,
    "TUPLE1": lambda machine, argument: machine.tuple_of(1),
    "TUPLE2": lambda machine, argument: machine.tuple_of(2),
    "TUPLE3": lambda machine, argument: machine.tuple_of(3),
    "LIST": _Machine.new_list,
    "DICT": _Machine.new_dict,
    "APPEND": _Machine.append,
    "APPENDS": _Machine.appends,
    "SETITEM": _Machine.set_item,
    "SETITEMS": _Machine.set_items,
    "PUT": _Machine.put,
    "BINPUT": _Machine.put,
    "LONG_BINPUT": _Machine.put,
    "MEMOIZE": _Machine.memoize,
    "GET": _Machine.get,
    "BINGET": _Machine.get,
    "LONG_BINGET": _Machine.get,
    "GLOBAL": _Machine.name,
    "STACK_GLOBAL": _Machine.stack_name,
    "REDUCE": _Machine.call,
    "NEWOBJ": _Machine.call,
    "BUILD": _Machine.build,
    "BINPERSID": _Machine.stored,
}
