"""The video encoder in whole numbers: close to fp32, and the model it was made from stays as it was."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from tests.unit.model.small import tiny
from vop_desktop.model.int8 import Int8Linear, int8_model
from vop_desktop.model.precision import check_pixels

pytestmark = pytest.mark.usefixtures("one_thread")

VARIANTS = ("clip", "vop", "vop_p", "vop_c", "vop_f", "vop_fp", "vop_fc")


@pytest.mark.parametrize("activation", ["quick_gelu", "gelu"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_says_the_same_in_whole_numbers(variant: str, activation: str) -> None:
    model = tiny(variant=variant, activation=activation, vision_layers=3, num_intra_layers=2)
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    pixels = check_pixels(model)
    with torch.inference_mode():
        wanted, _ = model.encode_frames(pixels)
        changed = int8_model(model)
        got, _ = changed.encode_frames(pixels)
        again, _ = model.encode_frames(pixels)
    assert not torch.equal(got, wanted)  # else nothing was rounded
    assert functional.cosine_similarity(got, wanted, dim=-1).min() > 0.998
    assert torch.equal(again, wanted)
    assert all(torch.equal(before[name], tensor) for name, tensor in model.state_dict().items())
    ids = torch.tensor([[49406, 320, 1929, 49407]])
    assert torch.equal(changed.encode_text(ids), model.encode_text(ids))


def test_a_product_is_off_by_its_rounding_only() -> None:
    generator = torch.Generator().manual_seed(1)
    weight = torch.randn(48, 64, generator=generator)
    weight[3] *= 100  # a channel of its own scale does not spoil the others
    weight[4] = 0
    bias, x = torch.randn(48, generator=generator), torch.randn(5, 7, 64, generator=generator)
    wanted = functional.linear(x, weight, bias)
    error = (Int8Linear(weight, bias)(x) - wanted).abs().amax(dim=(0, 1))
    assert (error <= 0.03 * wanted.abs().amax(dim=(0, 1))).all()


def test_the_engine_of_torch_is_left_as_it_was() -> None:
    before = torch.backends.quantized.engine
    Int8Linear(torch.ones(8, 8))
    assert torch.backends.quantized.engine == before
