<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vie&amp;w</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Captions for a clip…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play at this moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in the system&apos;s player</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Captions and videos like it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the problem files again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the sample clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All commands…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shortcuts…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About VoP Desktop</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClipPanel</name>
    <message>
        <source>Captions that fit the clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Videos like the clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Videos like it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the clip…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finding captions…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} · reading the caption sets, {1} of {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no captions to choose from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the set “{0}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cannot be used as a clip: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Type a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Confidence</name>
    <message>
        <source>likely</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>maybe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weak</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Add folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try it with sample clips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library cannot be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first videos appear as soon as they are read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a folder of videos, or drop one here, then type what happens in them. Everything stays on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find moments in your own videos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first ones appear in a moment. You can search while the rest is read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading your videos…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are none in your folders that could be read. “Problems” lists the others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No videos to show</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FolderPanel</name>
    <message>
        <source>Folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No folder yet. Add one, or drop it on the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the folder off the list. Nothing is deleted from the disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} · offline ({1})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>{0} is no longer shown. Nothing was deleted, and what was read of it is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a folder of videos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Captions for a clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only files and folders of this computer can be dropped here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Captions are shown for one clip at a time: {0}. To search the others, drop their folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not there any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VoP Desktop {0}. Nothing leaves this computer. Library: {1}. Log: {2}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message>
        <source>Position in the video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in the system&apos;s player</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is not there now: it was moved or deleted, or its drive is not connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This system has no working media player for the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot be played here: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture came; this player lacks a decoder for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“Open in the system&apos;s player” below may show it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>looking for it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>opening it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reading its pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>storing the result</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProblemsPanel</name>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problem files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No problems</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>about {0} s left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {0} min left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {0} h left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing sample clips: {0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking through the folders: {0} videos so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading videos: {0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} a second</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReportWindow</name>
    <message>
        <source>Report of the last run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last run did not close as it should. What was read of your videos is kept. This text helps to find out why; it stays on this computer unless you pass it on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With names of files and folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>{0} match at {1}, similarity {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be reached now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>offline</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultsView</name>
    <message>
        <source>Results</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SearchHeader</name>
    <message>
        <source>Type what happens in a video…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} understands {1}. A full model pack for your own videos: see README, “Packs”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} videos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model has never met {0}. What follows is a guess.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here fits well. These come closest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} likely, {1} maybe, of {2} videos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>the length of the clip is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no frame could be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no decoder is installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the decoder gives no picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the decoder fails: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} frames could be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} in the time allowed; the file is very slow to decode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the video ends after {0} s of {1} s; the file is damaged or cut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}; the file is damaged or cut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all frames could be read, but parts of the file are damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decoding took longer than {0} s and was stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the decoder crashed on this file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decoding needs more memory than allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the decoder failed: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decoding is too slow: not one frame was ready in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no frame could be decoded; the file is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file holds no frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file has a header but no video data; it is cut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decord needs time stamps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decord gives flat pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decord cannot read the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decord reads other frame times than the container has</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FFmpeg does not support this kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be opened as a video: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>damaged: an FLV header without video data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>damaged: the header is of a video, but the rest cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>damaged, or not a video: no known video format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>damaged: the index (moov atom) is cut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>damaged: the index (moov atom) cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>damaged: the index (moov atom) is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no picture of the {0} stream could be decoded: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no video stream (audio only)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no video stream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only cover art, no video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the video codec is unknown to this program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the video is encrypted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file is no longer there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the folder {0} does not exist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a JPEG picture, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a PNG picture, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a TIFF picture, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Photoshop picture, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an MP3 sound file, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a FLAC sound file, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an AIFF sound file, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a MIDI file, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a ZIP archive, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a RAR archive, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a 7z archive, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a gzip archive, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a bzip2 archive, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an xz archive, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a zstd archive, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a tar archive, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a PDF document, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a program, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a database, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a WAV sound file, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a WebP picture, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a HEIC picture, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a HEIF picture, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an AVIF picture, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing but zeros at its start: it was never written or downloaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Git LFS pointer, not the video itself: fetch it with git lfs pull</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a text file, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a BMP picture, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no permission to read the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a folder, not a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file cannot be read: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not a file with content, but a device, a pipe or a socket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the decode processes cannot be started, or die at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} was replaced by a backup of it. Open it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no file of captions that can be read. Known endings: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no caption.{1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a web page, not a file of captions. Save the text itself and import that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first line of {0} names no column “caption” ({1}). Write one in, or keep the captions alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is one large object. Keep captions in a list, or one a line (.jsonl).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file ends within the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has {0} columns, the first line {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no JSON: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{0}” is the name of a built-in set. Choose another with --set NAME.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A set cannot be called “{0}”. Choose a short name, with --set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no caption set called “{0}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The caption set “{0}” was not imported, and stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Captions are written as .csv, .json or .srt, not as {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An .srt file belongs to one video. Name the video, or write .csv or .json.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{0}” cannot be taken back or done again: what was written down of it is damaged. Put that right with: vop library repair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} is in use by another program that does not let go of it. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} is on a disk or in a folder that cannot be written to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk of the library {0} is full. Free some space; nothing that was stored is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} cannot be opened.{1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} could not be read or written ({1}): the disk may be full, at its quota, unplugged or failing. Nothing that was stored is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} cannot be used: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} cannot be written to: you can search and browse, but change nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} was written by an older version of this program and has to be brought up to date, but it is on a disk or in a folder that cannot be written to. Open a copy of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a VoP Desktop library. Choose another file; this one was not changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a database of another program. Choose another file; it was not changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} was written by a newer version of this program. Update the program to open it; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} was written by a newer version of this program. Update it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a folder, not a library file. Name a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} has to be brought up to date, and no copy of it could be put into {1} first ({2}). Make room there; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} is damaged ({1}). Nothing was changed. Save what can be read with: vop library repair --library FILE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} cannot be opened: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change what is left out of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a watched folder. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring back {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget {0} missing for {1} days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add caption {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit caption {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove caption {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A caption needs at least one letter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A caption may have {0} letters; this one has {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The video has no caption {0}. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the picture of a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the program choose the picture of a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A picture is chosen by a moment within the video.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A backup stands in for the damaged library {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} was damaged ({1}). Its backup of {2} stands in for it, and the damaged file is kept as {3}. Index your folders again to bring in what was added since.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a library of this program. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} was written by a newer version of this program. Update the program; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged and cannot be restored. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no folder of this library. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no folder {0}. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds none of the videos of {1}. Choose the folder that they lie in now; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no saved search called “{0}”. See them with: vop searches list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An empty search cannot be saved. Type what to look for first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take tag {0} off {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tag needs at least one letter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tag may have {0} letters; this one has {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {0} could not be backed up this week ({1}). Make room on the disk; it is tried again next time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: done. Undo brings them back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This video is no longer in the library. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library holds no videos yet. Add a folder of videos first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here was indexed with this model pack yet. Index the folders with it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No video fulfils all of these conditions. Take one of them away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only what is not wanted was named: the videos that show it least come first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stand together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1} in no name, folder, caption, tag or subtitle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No folder called “{0}” is in the library any more, or ever was. Add it again, or take the condition away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No video has the tag “{0}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text is very long: its first {0} characters were searched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is a folder, not a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model could not encode its frames: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model could not encode it: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the picture is too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is no picture that this program can read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the picture is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file was changed while it was read; index its folder again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the program ended {0} times while reading this file; it is left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be watched ({1}); it is looked through every {2} seconds instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This build of FFmpeg can write none of the video formats that sample clips use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} sample clips cannot be drawn: choose a number from 1 to {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample clips cannot be put into {0}: you may not write there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample clips cannot be put into {0}: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sample clips cannot be written to {0}: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {0} is not empty; sample clips need an empty one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a file; sample clips need an empty folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The catalogue has no pack called “{0}”. It has: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The catalogue {0} was made for another version of this program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The catalogue {0} is damaged: {1}. Mend it or take it away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The catalogue {0} cannot be read. Mend it or take it away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of the pack “{0}” do not fit its model: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pack “{0}” describes a model that cannot be built: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of the pack “{0}” are damaged: {1} is not all numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of the pack “{0}” are missing: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of the pack “{0}” are damaged: {1} is no complete safetensors file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of the pack “{0}” do not fit its model: {1} is {2}, not {3}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no working {0} device on this machine; use --device auto or cpu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{0}” reads texts with another network than CLIP, which this version cannot run yet. Nothing was fetched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline mode is on (HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set), so nothing is downloaded. Unset it, or install from files with: vop packs import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{0}” is being downloaded already, by another window or command.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough room for “{0}”: it needs {1} on the disk of {2}, where {3} are free. Nothing was fetched; make room and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No device on this machine can compute; see vop doctor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, so it is not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory is short, so videos are encoded in smaller batches, which takes longer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The device {0} ({1}) has too little free memory, so the CPU computes from now on, which takes longer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pack “{0}” cannot be loaded: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}; use --device auto or cpu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory for this pack. Close other programs, or choose a smaller one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} sends us round in circles. Try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no {1} in {2} (any more). A newer version of the program may know where it went.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} gives a list of files that cannot be read. Try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no plain list of captions; take it out of the folder to import without them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds {1} captions; at most {2} can be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not CLIP&apos;s own vocabulary, or damaged. Get the file again, or take it out of the folder if the model was trained with CLIP&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be imported: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pack in {0} is another model than the one asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged: {1} is not all numbers (NaN or infinite).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not say how its layers compute, and a wrong guess would make every result worse. Import it with --activation quick_gelu if it comes from OpenAI, or with --activation gelu if it comes from LAION or DataComp.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no tensors; it is no model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not fit together: {1} patches are no square picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is made for another vocabulary of {1} pieces of words; only CLIP&apos;s own, of {2}, can be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a {1}, a size of CLIP that cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds {1} text prompts a layer, but {2} before and {3} after the text were asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not complete: {1}resblocks.0.ln_1.weight is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no CLIP that can be used: it names {1}{2} layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not complete, or no CLIP at all: {1} is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not fit together: {1} has the shape {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not complete: {1} is missing{2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} belongs to another method: it holds {1}{2}, which neither CLIP nor VoP has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a CLIP without prompts, not VoP.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is VoP, a CLIP with prompts, not the plain CLIP that was asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has another backbone: it is a {1}, not a {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} takes pictures of {1} pixels, but its configuration says {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no CLIP that can be used: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not fit together: {1} has the shape {2}, not {3}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no model that can be used: {1} holds whole numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not the model that was asked for: {1} is {2}, not {3}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate of {0} is not trusted, so nothing was fetched. Check the date of this computer, or ask who runs this network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy that is set in the environment cannot be used: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address {0} cannot be used: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} leads to an address without encryption. Nothing was fetched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} sends far more than was asked for. Nothing was installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no prompts: {1}. The VoP model is damo/cv_vit-b32_retrieval_vop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not VoP, which leaves CLIP as it was: {1}, as a comparison with  shows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} contradicts itself: {1} and {2} should be the same and are not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has another backbone than {1}: it holds {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no pack: it holds {1} files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} was not unpacked: it holds two files of the same name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} was not unpacked: {1} MB would become {2} GB, which no pack does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds no model pack: no {1} in it, or more than one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged: it cannot be unpacked. Get the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} was not unpacked: {1} would be written outside of the pack&apos;s folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} was not unpacked: {1} is a link to another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} was not unpacked: it is locked with a password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pack in {0} is damaged: {1} names the file “{2}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pack in {0} is not complete: {1} is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pack in {0} is damaged: {1} is far too large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model pack called “{0}”. Installed: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pack in {0} is damaged: {1} holds no table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pack in {0} was made for a newer version of this program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of the pack “{0}” are damaged: {1} is not the file that was installed. Install the pack again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model pack in {0}: no readable {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pack in {0} is damaged: {1} is not valid JSON.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pack in {0} is damaged: {1}: {2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of the pack “{0}” cannot be read: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The captions of the pack “{0}” cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file or folder {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {0} holds no model: no pack.json, and no file that ends in {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {0} holds several models; name one file: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged: it holds no table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder holds a VoP-SE model, a CLIP with its biases, last block or projections tuned, and not VoP. The VoP model is damo/cv_vit-b32_retrieval_vop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder holds another model of ModelScope ({0}), not VoP.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged: it has no hyperparam.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} asks for the pooling “{1}”; VoP averages frames (avg).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged: {1} is {2}, no number that fits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged: it is not valid JSON.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} says that this model takes colours scaled otherwise than CLIP&apos;s ({1} {2}); it cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no added pack called “{0}”. Added packs: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A pack cannot be called “{0}”: letters, digits, dots and dashes, at most 64, beginning and ending with a letter or digit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{0}” is a pack of the program itself. Give another name with --name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is already a pack called “{0}”. Give another name with --name, or remove that one first with: vop packs remove {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough space on the disk for this pack: it takes {0}, and {1} are free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{0}” is a pack of the program itself; it cannot be removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pack was not added: {0}{1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pack “{0}” cannot be removed: {1}. Close what uses it and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full: the pack was not added. Free some space and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged or not complete: what it says of itself does not fit its size or its checksums. Get the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds more than weights: opened the usual way it would run {1}. Nothing in it was run. Do not use this file; get the model from a place that you trust.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no model file, or a damaged one: neither safetensors nor a checkpoint of torch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file holds more tensors than any model that can be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no file that could hold a model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is larger than any model that can be used: {1} GB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a zip file, but neither a model nor a pack.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds numbers of a kind that is not known: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} sent a web page in place of {1}. Often that is the sign-in page of a public network: open a browser, sign in, and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1} for {2}, which has {3}. That is another file, so it was not kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} announces {1} bytes for {2}, which has {3}. That is another file, so it was not fetched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} gives a strange answer for {1} (code {2}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The download cannot be stored: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} offers another {1} than the one this program knows. Nothing was fetched. A newer version of the program may know it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1} (code {2}). Try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} refuses to give {1} (code {2}). It may want a login or block this network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no {1} (any more) (code {2}). A newer version of the program may know where it went.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full, so the download stopped. Make room and start it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has another {1} than before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} sends {1} packed, though it was asked not to. Try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} broke off {1} after {2} of {3}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is {1}, so it was thrown away and nothing was installed. Try again later, or over another network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pack “{0}” was tuned from another version of “{1}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{0}” cannot be the name of a pack; use a short word of letters and digits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a pack “{0}” already that was not made by tuning. Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompts of the pack “{0}” do not fit the pack “{1}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pack “{0}” was tuned from “{1}”, which is not installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tuned pack cannot be written to {0}: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} names no video that is there.{1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no first line with the columns file and caption.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The frame cache {0} cannot be written: {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A learning rate of {0} makes no sense; it lies between 0 and 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model has no prompts that the method “{0}” could train.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too few captioned videos to tune on: {0} can be read. Caption at least 20.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The learning rate {0} is too high: the loss is no number any more. The last good state is kept; try a smaller rate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training cannot be kept in {0}: {1}. What was kept before stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No video of the library has a caption yet. Caption some, or name a file of pairs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No video is left to examine the result on. Caption at least 20.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings file was damaged and is kept as {0}; the built-in settings are used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings file cannot be read, so the built-in settings are used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starter (drawn scenes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A small VoP model that works at once and without a network. It was trained from nothing on drawn cartoon scenes and is meant for trying the program with the sample clips.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drawn scenes: sixteen things, eight colours, nine places, eleven motions; not natural video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VoP for MSR-VTT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model of the paper, tuned on 9,000 everyday web videos with sentences: actions, people, animals, food, sport, screens. Brings its gallery of 1,000 captions as a caption set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everyday video and what happens in it; English</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLIP ViT-B/32 (OpenAI)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first CLIP, without prompts: good at objects, scenes and written words in single pictures; knows no order of events.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>things, places and words seen in single frames; English</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLIP ViT-B/32 (LAION-2B)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLIP trained on two billion open pictures: as fast as OpenAI&apos;s and a little better at everyday things.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>things, places and styles seen in single frames; English</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLIP ViT-B/16 (DataComp), stronger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks four times closer than the B/32 models and finds smaller things; indexing takes about four times as long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>things, places and small details seen in single frames; English</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLIP ViT-L/14 (DataComp), strongest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The best of these at naming what is seen; for machines with a graphics card, far too slow for large libraries without one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>things, places, styles and fine details seen in single frames; English</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TinyCLIP ViT-40M/32, small and fast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A distilled CLIP of half the size: for old machines and large libraries, at some cost in precision.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>common things and places seen in single frames; English</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CLIP ViT-B/32, multilingual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For queries in Chinese, German, French, Spanish, Japanese and about a hundred other languages, as well as in English.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>things, places and styles seen in single frames; about a hundred languages</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>The last run did not close as it should. What was read of your videos is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong inside the program; it goes on. The log says more.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset: {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model pack</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another pack reads all videos anew; what the old one read is kept. From the next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auto takes the fastest that works. From the next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cpu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cuda</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>xpu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How densely videos over 24 seconds are looked at: whole is quick and finds no moments, normal looks every 2 seconds, fine every second and takes twice the time. From the next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decode processes (0: as the machine allows)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each one reads a video by itself and takes up to 400 MB. From the next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>processes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not read videos from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hour at which reading videos in the background waits; the same as the next one for never.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>o&apos;clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not read videos until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hour at which it goes on; it may lie past midnight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read videos while on battery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without this, reading waits for the mains.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let all other programs go first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decode processes take what time of processor and disk the others leave; reading takes longer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep videos whose files are gone for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Then they are forgotten, which you can undo. A drive that is not plugged in does not count.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Room for thumbnails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is over goes, first what you did not look at for longest; it is made again when needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait after the last key before searching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shorter feels quicker and searches more often while you type.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The best ones come first in any case.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>videos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Captions shown for a clip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>captions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the window speaks; what the model understands is the pack&apos;s matter. From the next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pixels</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use this key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Built-in key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the player: Space plays and pauses, the arrows go back and forth, Escape closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} belongs to “{1}” already. Change that one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} belongs to “{1}” now. Change that one first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Progress of reading videos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused. What was read so far can be searched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} videos can be searched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, {0} could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped. {0}; “Look for changes” goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems: {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TileDelegate</name>
    <message>
        <source>offline</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Worker</name>
    <message>
        <source>There is not enough memory for this. Close other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong inside the program. The log says more.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
