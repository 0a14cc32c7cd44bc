<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutWindow</name>
    <message>
        <source>About VoP Desktop</source>
        <translation>关于 VoP Desktop</translation>
    </message>
    <message>
        <source>VoP Desktop {0}</source>
        <translation>VoP Desktop {0}</translation>
    </message>
    <message>
        <source>Finds moments in your own videos by what happens in them. Nothing leaves this computer: no video, no picture, no word that you type. The network is used only to fetch a pack you ask for.</source>
        <translation>按视频里发生的事，在自己的视频中找到那一刻。一切都留在这台电脑上：视频、画面和输入的文字都不会外传。只有在您要求获取模型包时才会使用网络。</translation>
    </message>
    <message>
        <source>Model in use</source>
        <translation>正在使用的模型</translation>
    </message>
    <message>
        <source>Where things are kept</source>
        <translation>存放位置</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>This program: Apache-2.0. The weights of a pack have a licence of their own.</source>
        <translation>本程序：Apache-2.0。模型包的权重各有自己的许可。</translation>
    </message>
    <message>
        <source>It rests on: {0}.</source>
        <translation>它建立在这些软件之上：{0}。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Library, settings and packs</source>
        <translation>库、设置和模型包</translation>
    </message>
    <message>
        <source>Pictures and unfinished downloads</source>
        <translation>图片和未完成的下载</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>This library</source>
        <translation>当前的库</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open folder: {0}</source>
        <translation>打开文件夹：{0}</translation>
    </message>
    <message>
        <source>None: the pack that was chosen is not here.</source>
        <translation>没有：所选的模型包不在这里。</translation>
    </message>
    <message>
        <source>not stated by its makers</source>
        <translation>作者未说明</translation>
    </message>
    <message>
        <source>{0} (licence of the weights: {1})</source>
        <translation>{0}（权重的许可：{1}）</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Video</source>
        <translation>视频(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Clip</source>
        <translation>短片(&amp;C)</translation>
    </message>
    <message>
        <source>Vie&amp;w</source>
        <translation>查看(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>视频库(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Draws short example videos to try a search on, and adds their folder, which can be removed like any other.</source>
        <translation>绘制一些短小的示例视频供您试着搜索，并添加它们所在的文件夹；该文件夹可以像其他文件夹一样移除。</translation>
    </message>
    <message>
        <source>Captions for a clip…</source>
        <translation>为短片查找说明…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>保存此搜索</translation>
    </message>
    <message>
        <source>Paste files or a picture</source>
        <translation>粘贴文件或图片</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Copy this frame</source>
        <translation>复制此帧</translation>
    </message>
    <message>
        <source>Play at this moment</source>
        <translation>从这一时刻播放</translation>
    </message>
    <message>
        <source>Quick look</source>
        <translation>快速查看</translation>
    </message>
    <message>
        <source>Open in another player</source>
        <translation>用其他播放器打开</translation>
    </message>
    <message>
        <source>Export piece…</source>
        <translation>导出片段…</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Captions and videos like it</source>
        <translation>说明与相似视频</translation>
    </message>
    <message>
        <source>Search for videos like this</source>
        <translation>搜索与此相似的视频</translation>
    </message>
    <message>
        <source>Use this frame as the query</source>
        <translation>用此画面搜索</translation>
    </message>
    <message>
        <source>Why this match?</source>
        <translation>为什么匹配？</translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>It is not read and not shown any more. The file stays on the disk; “Left out” in the sidebar takes it in again.</source>
        <translation>不再读取，也不再显示此文件。文件仍留在磁盘上；可在侧栏的“已排除”中重新纳入。</translation>
    </message>
    <message>
        <source>Leave its folder out of the library</source>
        <translation>将其文件夹排除在视频库之外</translation>
    </message>
    <message>
        <source>Nothing in that folder is read and shown any more. The files stay on the disk; “Left out” in the sidebar takes it in again.</source>
        <translation>不再读取，也不再显示该文件夹中的任何内容。文件仍留在磁盘上；可在侧栏的“已排除”中重新纳入。</translation>
    </message>
    <message>
        <source>Forget (files stay on the disk)</source>
        <translation>移出视频库（文件留在磁盘上）</translation>
    </message>
    <message>
        <source>The selected videos are not shown any more, until their files change. Nothing is deleted from the disk; Undo brings them back.</source>
        <translation>不再显示所选视频，直到其文件发生变化。不会从磁盘上删除任何内容；“撤销”可将其恢复。</translation>
    </message>
    <message>
        <source>Accept as caption</source>
        <translation>采纳为说明</translation>
    </message>
    <message>
        <source>Accept as tag</source>
        <translation>采纳为标签</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Play the clip</source>
        <translation>播放短片</translation>
    </message>
    <message>
        <source>Write to sidecar file</source>
        <translation>写入同名文本文件</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Filmstrips</source>
        <translation>胶片条</translation>
    </message>
    <message>
        <source>All moments</source>
        <translation>所有时刻</translation>
    </message>
    <message>
        <source>Sidebar</source>
        <translation>侧边栏</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Larger pictures</source>
        <translation>放大图片</translation>
    </message>
    <message>
        <source>Smaller pictures</source>
        <translation>缩小图片</translation>
    </message>
    <message>
        <source>Background work</source>
        <translation>后台工作</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Look for changes</source>
        <translation>检查变动</translation>
    </message>
    <message>
        <source>Try the problem files again</source>
        <translation>重试有问题的文件</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Read now anyway</source>
        <translation>现在就读取</translation>
    </message>
    <message>
        <source>Add the sample clips</source>
        <translation>添加示例短片</translation>
    </message>
    <message>
        <source>Leave out of the library</source>
        <translation>从视频库中排除</translation>
    </message>
    <message>
        <source>Model packs…</source>
        <translation>模型包…</translation>
    </message>
    <message>
        <source>Teach a pack your words…</source>
        <translation>教模型包您的说法…</translation>
    </message>
    <message>
        <source>Rules of a search…</source>
        <translation>搜索规则…</translation>
    </message>
    <message>
        <source>Measure how fast this computer is…</source>
        <translation>测量这台电脑有多快…</translation>
    </message>
    <message>
        <source>All commands…</source>
        <translation>所有命令…</translation>
    </message>
    <message>
        <source>Shortcuts…</source>
        <translation>快捷键…</translation>
    </message>
    <message>
        <source>About VoP Desktop</source>
        <translation>关于 VoP Desktop</translation>
    </message>
</context>
<context>
    <name>BackgroundPanel</name>
    <message>
        <source>Progress of reading videos</source>
        <translation>读取视频的进度</translation>
    </message>
    <message>
        <source>Files that are being read</source>
        <translation>正在读取的文件</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新的在前</translation>
    </message>
    <message>
        <source>As found</source>
        <translation>按找到的顺序</translation>
    </message>
    <message>
        <source>Let all other programs go first</source>
        <translation>让其他程序优先</translation>
    </message>
    <message>
        <source>Watch the folders for changes</source>
        <translation>监视文件夹的变化</translation>
    </message>
    <message>
        <source>Nothing is being read.</source>
        <translation>现在没有读取任何内容。</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>Read in part</source>
        <translation>部分读取</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>File is gone</source>
        <translation>文件已不在</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Moments</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>副本</translation>
    </message>
    <message>
        <source>Last looked</source>
        <translation>上次查看</translation>
    </message>
    <message>
        <source>Computes on</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Encoding: {0}</source>
        <translation>正在编码：{0}</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
    <message>
        <source>Decoding or waiting for it: {0}</source>
        <translation>正在解码或等待解码：{0}</translation>
    </message>
</context>
<context>
    <name>BottomPanel</name>
    <message>
        <source>Background work and problems</source>
        <translation>后台工作和问题</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>CaptionController</name>
    <message>
        <source>Take the tag off</source>
        <translation>去掉这个标签</translation>
    </message>
    <message>
        <source>Take the caption off</source>
        <translation>去掉这条说明</translation>
    </message>
    <message>
        <source>Keep it no longer</source>
        <translation>不再保留</translation>
    </message>
    <message>
        <source>Only videos of the library have tags, and this clip is none of them.</source>
        <translation>只有视频库中的视频才有标签，而这个片段不在其中。</translation>
    </message>
    <message>
        <source>Add its folder</source>
        <translation>添加其文件夹</translation>
    </message>
    <message>
        <source>Which captions are to be exported? Accepted: {0} of {1}.</source>
        <translation>要导出哪些说明？已采纳：{0} / {1}。</translation>
    </message>
    <message>
        <source>Only the accepted</source>
        <translation>只导出已采纳的</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不导出</translation>
    </message>
    <message>
        <source>SRT, a file for each clip (*.srt)</source>
        <translation>SRT，每个短片一个文件 (*.srt)</translation>
    </message>
    <message>
        <source>captions</source>
        <translation>条说明</translation>
    </message>
    <message>
        <source>Export captions</source>
        <translation>导出说明</translation>
    </message>
    <message>
        <source>Add to it</source>
        <translation>添加到其中</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>替换它</translation>
    </message>
    <message>
        <source>Save as {0}</source>
        <translation>另存为 {0}</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>{0} is there already in {1}.</source>
        <translation>{1} 中已有 {0}。</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>没有写入任何内容。</translation>
    </message>
    <message>
        <source>{0} and others</source>
        <translation>{0} 等</translation>
    </message>
    <message>
        <source>Written to {0}: {1}</source>
        <translation>已写入 {0}：{1}</translation>
    </message>
    <message>
        <source>The captions are in {0}. Clips: {1}.</source>
        <translation>说明已保存到 {0}。短片数：{1}。</translation>
    </message>
</context>
<context>
    <name>CaptionList</name>
    <message>
        <source>It has no captions.</source>
        <translation>它没有说明。</translation>
    </message>
    <message>
        <source>Type a caption, then press Enter</source>
        <translation>输入说明后按回车</translation>
    </message>
    <message>
        <source>New caption</source>
        <translation>新说明</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>More captions of it: {0}</source>
        <translation>其余说明数：{0}</translation>
    </message>
    <message>
        <source>written by you</source>
        <translation>由您编写</translation>
    </message>
    <message>
        <source>its title</source>
        <translation>它的标题</translation>
    </message>
    <message>
        <source>from a file beside it</source>
        <translation>来自旁边的文件</translation>
    </message>
</context>
<context>
    <name>CaptionModel</name>
    <message>
        <source>{0}: its score is {1}, {2} spreads above what captions get from this clip.</source>
        <translation>{0}：得分 {1}，比各条说明在此短片上的平均得分高 {2} 个标准差。</translation>
    </message>
    <message>
        <source>It has no score: not compared yet, or in words that the model never met.</source>
        <translation>没有分数：还没有比较过，或用了模型不认识的词。</translation>
    </message>
    <message>
        <source>It is ahead of the next one by {0}.</source>
        <translation>比下一条高 {0}。</translation>
    </message>
    <message>
        <source>In your own words</source>
        <translation>用您自己的话</translation>
    </message>
    <message>
        <source>From the set “{0}”</source>
        <translation>来自说明集“{0}”</translation>
    </message>
    <message>
        <source>Suggested was: {0}</source>
        <translation>原来的建议：{0}</translation>
    </message>
    <message>
        <source>caption</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>已保留</translation>
    </message>
    <message>
        <source>accepted: {0}</source>
        <translation>已采纳：{0}</translation>
    </message>
</context>
<context>
    <name>CaptionRow</name>
    <message>
        <source>Caption</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>CardView</name>
    <message>
        <source>Progress of {0}</source>
        <translation>{0}的进度</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Being prepared</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>Comes with the program</source>
        <translation>随程序附带</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Download stopped</source>
        <translation>下载已停止</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>What it understands: {0}</source>
        <translation>能理解：{0}</translation>
    </message>
    <message>
        <source>Licence: not stated by its makers</source>
        <translation>许可：作者未说明</translation>
    </message>
    <message>
        <source>Licence: {0}</source>
        <translation>许可：{0}</translation>
    </message>
    <message>
        <source>To fetch: about {0}</source>
        <translation>需下载：约 {0}</translation>
    </message>
    <message>
        <source>To fetch: {0}</source>
        <translation>需下载：{0}</translation>
    </message>
    <message>
        <source>From: {0}</source>
        <translation>来源：{0}</translation>
    </message>
    <message>
        <source>On the disk: {0}</source>
        <translation>占用磁盘：{0}</translation>
    </message>
    <message>
        <source>Videos read with it: {0}</source>
        <translation>用它读取过的视频：{0}</translation>
    </message>
    <message>
        <source>Memory: about {0}</source>
        <translation>内存：约 {0}</translation>
    </message>
    <message>
        <source>Nobody could compare this download with its maker&apos;s checksums in advance. When it arrives, its size and its form are checked, and no program in it is ever run.</source>
        <translation>这个下载无法事先与作者的校验值核对。下载完成后会检查其大小和结构，其中的程序绝不会被运行。</translation>
    </message>
    <message>
        <source>You search in {0} only.</source>
        <translation>只能用{0}搜索。</translation>
    </message>
    <message>
        <source>You search in {0}, or one of {1} other languages.</source>
        <translation>可以用{0}或另外 {1} 种语言搜索。</translation>
    </message>
    <message>
        <source>You search in {0}.</source>
        <translation>可以用{0}搜索。</translation>
    </message>
    <message>
        <source>Tuned from: {0}</source>
        <translation>微调自：{0}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Keep the old pack</source>
        <translation>保留旧的模型包</translation>
    </message>
    <message>
        <source>Throw away what was fetched</source>
        <translation>丢弃已下载的部分</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Fetched so far: {0}</source>
        <translation>已下载：{0}</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>正在询问服务器…</translation>
    </message>
    <message>
        <source>Checking what arrived…</source>
        <translation>正在检查收到的文件…</translation>
    </message>
    <message>
        <source>Installing…</source>
        <translation>正在安装…</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>{0} a second</source>
        <translation>每秒 {0} 个</translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message>
        <source>Done: {0}.</source>
        <translation>已完成：{0}。</translation>
    </message>
    <message>
        <source>1 video tagged {0}.</source>
        <translation>已给 1 个视频加上标签{0}。</translation>
    </message>
    <message>
        <source>{0} videos tagged {1}.</source>
        <translation>已给 {0} 个视频加上标签{1}。</translation>
    </message>
    <message>
        <source>Tag {0} taken off 1 video.</source>
        <translation>已从 1 个视频去掉标签{0}。</translation>
    </message>
    <message>
        <source>Tag {0} taken off {1} videos.</source>
        <translation>已从 {1} 个视频去掉标签{0}。</translation>
    </message>
    <message>
        <source>1 video forgotten. The file itself stays where it is.</source>
        <translation>已移出 1 个视频。文件本身原样保留。</translation>
    </message>
    <message>
        <source>{0} videos forgotten. The files themselves stay where they are.</source>
        <translation>已移出 {0} 个视频。文件本身原样保留。</translation>
    </message>
    <message>
        <source>1 video is back.</source>
        <translation>已恢复 1 个视频。</translation>
    </message>
    <message>
        <source>{0} videos are back.</source>
        <translation>已恢复 {0} 个视频。</translation>
    </message>
    <message>
        <source>Left out: {0}. The files themselves stay where they are.</source>
        <translation>已排除：{0}。文件本身原样保留。</translation>
    </message>
    <message>
        <source>{0} files or folders are left out. They themselves stay where they are.</source>
        <translation>已排除 {0} 个文件或文件夹。它们仍留在原处。</translation>
    </message>
    <message>
        <source>Taken in again: {0}.</source>
        <translation>已重新纳入：{0}。</translation>
    </message>
    <message>
        <source>Caption added: {0}.</source>
        <translation>已添加说明：{0}。</translation>
    </message>
    <message>
        <source>Caption changed; it was {0}.</source>
        <translation>说明已修改，原来是{0}。</translation>
    </message>
    <message>
        <source>Caption removed: {0}.</source>
        <translation>已删除说明：{0}。</translation>
    </message>
    <message>
        <source>{0} is no longer shown. Nothing was deleted, and what was read of it is kept.</source>
        <translation>不再显示 {0}。没有删除任何内容，已读取的结果会保留。</translation>
    </message>
    <message>
        <source>This picture stands for the video from now on.</source>
        <translation>从现在起用这张画面代表该视频。</translation>
    </message>
    <message>
        <source>The program chooses the picture of the video again.</source>
        <translation>该视频的画面重新由程序选择。</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>Drawn while it learns</source>
        <translation>学习时会在这里绘制</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Take away: {0}</source>
        <translation>去掉：{0}</translation>
    </message>
</context>
<context>
    <name>Chips</name>
    <message>
        <source>Like: {0}</source>
        <translation>相似于：{0}</translation>
    </message>
    <message>
        <source>without: {0}</source>
        <translation>不含：{0}</translation>
    </message>
</context>
<context>
    <name>ClipController</name>
    <message>
        <source>Looking at what was dropped: {0}</source>
        <translation>正在查看拖入的内容：{0}</translation>
    </message>
    <message>
        <source>This is a picture, not a video.</source>
        <translation>这是图片，不是视频。</translation>
    </message>
    <message>
        <source>This is a link to another place. Only files and folders of this computer can be dropped here: save the video first, then drop its file.</source>
        <translation>这是指向别处的链接。这里只能拖入本机的文件和文件夹：请先保存视频，再拖入其文件。</translation>
    </message>
    <message>
        <source>This is text, not a video. Only files and folders of this computer can be dropped here.</source>
        <translation>这是文字，不是视频。这里只能拖入本机的文件和文件夹。</translation>
    </message>
    <message>
        <source>Search for it</source>
        <translation>搜索它</translation>
    </message>
    <message>
        <source>Only files and folders of this computer can be dropped here.</source>
        <translation>这里只能拖入这台电脑上的文件和文件夹。</translation>
    </message>
    <message>
        <source>Search by the picture</source>
        <translation>用这张图片搜索</translation>
    </message>
    <message>
        <source>{0} clips were dropped. Their captions are found one after the other.</source>
        <translation>拖入了 {0} 个短片，将逐个查找它们的说明。</translation>
    </message>
    <message>
        <source>Look for changes</source>
        <translation>检查变动</translation>
    </message>
    <message>
        <source>Pictures are no clips and were left out: {0}.</source>
        <translation>图片不是短片，已略过：{0}。</translation>
    </message>
    <message>
        <source>{0} is a picture, not a video.</source>
        <translation>{0} 是图片，不是视频。</translation>
    </message>
    <message>
        <source>What is not there any more: {0} things, such as {1}.</source>
        <translation>有 {0} 项已不存在，例如 {1}。</translation>
    </message>
    <message>
        <source>{0} is in your library already and is watched.</source>
        <translation>{0} 已在您的视频库中，并且正受监视。</translation>
    </message>
    <message>
        <source>{0} is covered already: it lies in {1}, which is watched.</source>
        <translation>{0} 已包括在内：它位于受监视的 {1} 中。</translation>
    </message>
    <message>
        <source>{0} is not there any more.</source>
        <translation>{0} 已经不在原处。</translation>
    </message>
</context>
<context>
    <name>ClipList</name>
    <message>
        <source>Clips that were read</source>
        <translation>已读取的短片</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Export all…</source>
        <translation>全部导出…</translation>
    </message>
    <message>
        <source>Dropped clips</source>
        <translation>拖入的短片</translation>
    </message>
    <message>
        <source>{0} of {1} clips read</source>
        <translation>已读取短片 {0} / {1}</translation>
    </message>
</context>
<context>
    <name>ClipListModel</name>
    <message>
        <source>no captions to choose from</source>
        <translation>没有可供选择的说明</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>未读取</translation>
    </message>
</context>
<context>
    <name>ClipPanel</name>
    <message>
        <source>Captions that fit the clip</source>
        <translation>与短片相符的说明</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Videos like the clip</source>
        <translation>与短片相似的视频</translation>
    </message>
    <message>
        <source>Videos like it</source>
        <translation>相似的视频</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Add its folder</source>
        <translation>添加其文件夹</translation>
    </message>
    <message>
        <source>Captions of its moments</source>
        <translation>各时刻的说明</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Moments</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>{0} understands {1}. A pack for your own videos: Library, “Model packs…”.</source>
        <translation>{0}能理解：{1}。要用于自己的视频，请在“视频库”菜单的“模型包…”中获取。</translation>
    </message>
    <message>
        <source>{0} does not know everything: what it does not know, it guesses.</source>
        <translation>{0} 并非什么都认识：不认识的，它只能猜测。</translation>
    </message>
    <message>
        <source>Clip: {0}</source>
        <translation>短片：{0}</translation>
    </message>
    <message>
        <source>Reading the clip…</source>
        <translation>正在读取短片…</translation>
    </message>
    <message>
        <source>It was not read: the reading was stopped.</source>
        <translation>尚未读取：读取已停止。</translation>
    </message>
    <message>
        <source>It is read in a moment.</source>
        <translation>马上就会读取。</translation>
    </message>
    <message>
        <source>finding captions…</source>
        <translation>正在查找说明…</translation>
    </message>
    <message>
        <source>{0} · reading the caption sets, {1} of {2}</source>
        <translation>{0} · 正在读取说明集，第 {1} 条，共 {2} 条</translation>
    </message>
    <message>
        <source>There are no captions to choose from.</source>
        <translation>没有可供选择的说明。</translation>
    </message>
    <message>
        <source>A copy of {0}, which is in your library.</source>
        <translation>它是您视频库中 {0} 的副本。</translation>
    </message>
    <message>
        <source>In your library.</source>
        <translation>在您的视频库中。</translation>
    </message>
    <message>
        <source>Its folder is watched, but the clip has not been read yet.</source>
        <translation>其文件夹正受监视，但此短片尚未读取。</translation>
    </message>
    <message>
        <source>Not in your library. Captions you accept are kept for when you add its folder.</source>
        <translation>不在您的视频库中。您采纳的说明会保留下来，等您添加其文件夹时使用。</translation>
    </message>
    <message>
        <source>Unpack it first, then drop the video.</source>
        <translation>请先解压，再拖入视频。</translation>
    </message>
    <message>
        <source>It may not have been copied or downloaded to the end.</source>
        <translation>它可能没有复制或下载完整。</translation>
    </message>
    <message>
        <source>Drop it on the search field to find videos that look like it.</source>
        <translation>把它拖到搜索栏，可以查找与它相似的视频。</translation>
    </message>
    <message>
        <source>Captions out of such a file are read when it lies beside its video.</source>
        <translation>这样的文件放在视频旁边时，其中的说明会被读取。</translation>
    </message>
    <message>
        <source>If no player opens it either, copy it anew.</source>
        <translation>如果播放器也打不开它，请重新复制。</translation>
    </message>
    <message>
        <source>This cannot be used as a clip: {0}.</source>
        <translation>这不能用作短片：{0}。</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Moment</source>
        <translation>时刻</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>匹配</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>修改日期</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Type a command</source>
        <translation>输入命令</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Nothing that can be done now is called “{0}”.</source>
        <translation>当前可用的命令中没有“{0}”。</translation>
    </message>
</context>
<context>
    <name>Confidence</name>
    <message>
        <source>likely</source>
        <translation>很可能</translation>
    </message>
    <message>
        <source>maybe</source>
        <translation>也许</translation>
    </message>
    <message>
        <source>weak</source>
        <translation>弱</translation>
    </message>
    <message>
        <source>no score</source>
        <translation>无分数</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>It has no tags.</source>
        <translation>它没有标签。</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>It is not in the library any more.</source>
        <translation>它已不在视频库中。</translation>
    </message>
    <message>
        <source>cannot be reached now</source>
        <translation>现在无法访问</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Also as</source>
        <translation>另存于</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>修改日期</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Picture size</source>
        <translation>画面尺寸</translation>
    </message>
    <message>
        <source>Pictures a second</source>
        <translation>每秒帧数</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Model pack</source>
        <translation>模型包</translation>
    </message>
    <message>
        <source>In the library since</source>
        <translation>入库时间</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>read whole</source>
        <translation>已完整读取</translation>
    </message>
    <message>
        <source>read in part</source>
        <translation>部分读取</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>{0} · has not read it yet</source>
        <translation>{0} · 尚未读取</translation>
    </message>
    <message>
        <source>{0} · pieces it has read: {1}</source>
        <translation>{0} · 已读取的片段数：{1}</translation>
    </message>
</context>
<context>
    <name>EditWorker</name>
    <message>
        <source>{0} is a folder of the library itself. Remove it from the library instead.</source>
        <translation>{0} 本身就是视频库的文件夹。请改为将它从视频库移除。</translation>
    </message>
    <message>
        <source>The search is saved as “{0}”.</source>
        <translation>搜索已保存为“{0}”。</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Try it with sample clips</source>
        <translation>用示例短片试试</translation>
    </message>
    <message>
        <source>The library cannot be shown</source>
        <translation>无法显示视频库</translation>
    </message>
    <message>
        <source>The first videos appear as soon as they are read.</source>
        <translation>读取完第一批视频后，它们会立即显示在这里。</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>Add a folder of videos, or drop one here, then type what happens in them. It is all done on this computer, and nothing leaves it.</source>
        <translation>添加一个视频文件夹，或把它拖到这里，然后输入视频里发生的事。一切都在这台电脑上完成，不会外传。</translation>
    </message>
    <message>
        <source>Find moments in your own videos</source>
        <translation>在自己的视频中找到想看的瞬间</translation>
    </message>
    <message>
        <source>The first ones appear in a moment. You can search while the rest is read.</source>
        <translation>第一批视频马上就会出现。其余视频读取期间也可以搜索。</translation>
    </message>
    <message>
        <source>Reading your videos…</source>
        <translation>正在读取您的视频…</translation>
    </message>
    <message>
        <source>Your library is being opened.</source>
        <translation>正在打开您的视频库。</translation>
    </message>
    <message>
        <source>There are none in your folders that could be read. “Problems” lists the others.</source>
        <translation>您的文件夹中没有能够读取的视频。“问题”中列出了其他文件。</translation>
    </message>
    <message>
        <source>There are none in your folders. Add another one, or put videos there.</source>
        <translation>您的文件夹中没有视频。请添加另一个文件夹，或把视频放进去。</translation>
    </message>
    <message>
        <source>No videos to show</source>
        <translation>没有可显示的视频</translation>
    </message>
</context>
<context>
    <name>Evidence</name>
    <message>
        <source>what is seen</source>
        <translation>画面内容</translation>
    </message>
    <message>
        <source>its name</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>a caption</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>a tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>its folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>the subtitle at {0}</source>
        <translation>{0} 处的字幕</translation>
    </message>
</context>
<context>
    <name>Examples</name>
    <message>
        <source>pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>{0} at {1}</source>
        <translation>{0}，{1} 处</translation>
    </message>
</context>
<context>
    <name>FilmstripDelegate</name>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
</context>
<context>
    <name>FilmstripView</name>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Also get “{0}” (about {1}), which knows real scenes. It takes over when it is ready.</source>
        <translation>同时获取“{0}”（约 {1}），它认识真实场景。准备好后会自动接替。</translation>
    </message>
    <message>
        <source>About {0} for {1} of video ({2} files), once. You can search while the rest is read.</source>
        <translation>{1}的视频（{2} 个文件）大约需要{0}，只需一次。其余内容读取时就可以搜索。</translation>
    </message>
</context>
<context>
    <name>FolderEntries</name>
    <message>
        <source>{0} · offline</source>
        <translation>{0} · 离线</translation>
    </message>
    <message>
        <source>Cannot be reached now: is {0} plugged in?</source>
        <translation>现在无法访问：{0} 接上了吗？</translation>
    </message>
    <message>
        <source>Cannot be reached now. “Choose where it is now…” in its menu finds it again.</source>
        <translation>现在无法访问。可用其菜单中的“选择它现在的位置…”重新找到它。</translation>
    </message>
</context>
<context>
    <name>HeatStrip</name>
    <message>
        <source>How well each moment fits</source>
        <translation>各时刻的匹配程度</translation>
    </message>
    <message>
        <source>It fits best at {0}.</source>
        <translation>最匹配的时刻：{0}。</translation>
    </message>
    <message>
        <source>{0}: {1} % of the best moment here</source>
        <translation>{0}：相当于本视频最佳时刻的 {1} %</translation>
    </message>
</context>
<context>
    <name>HourBox</name>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
</context>
<context>
    <name>IndexingController</name>
    <message>
        <source>Background work</source>
        <translation>后台工作</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>The sample clips are in the library already, in the folder {0}.</source>
        <translation>示例短片已在视频库中，位于文件夹 {0}。</translation>
    </message>
    <message>
        <source>The report is copied. Files in it: {0}.</source>
        <translation>报告已复制，其中有 {0} 个文件。</translation>
    </message>
    <message>
        <source>Left out: {0}. Nothing was deleted.</source>
        <translation>已排除：{0}。没有删除任何东西。</translation>
    </message>
    <message>
        <source>Left out: {0} and others, {1} in all. Nothing was deleted.</source>
        <translation>已排除：{0} 等，共 {1} 个。没有删除任何东西。</translation>
    </message>
    <message>
        <source>All videos are read: {0} can be searched.</source>
        <translation>所有视频都已读取：可以搜索 {0} 个。</translation>
    </message>
    <message>
        <source>Problems: {0}</source>
        <translation>问题：{0}</translation>
    </message>
    <message>
        <source>Paused. Nothing is read until you go on.</source>
        <translation>已暂停。继续之前不会读取任何内容。</translation>
    </message>
    <message>
        <source>Stopped. “Look for changes” goes on.</source>
        <translation>已停止。点“检查变动”可继续。</translation>
    </message>
    <message>
        <source>Nothing is being read.</source>
        <translation>现在没有读取任何内容。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Videos like it</source>
        <translation>相似的视频</translation>
    </message>
    <message>
        <source>No other video looks like it.</source>
        <translation>没有与它相似的视频。</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Select a result. Here you can play it and see where it fits, its captions, the videos like it, and its details.</source>
        <translation>选中一个结果，即可在此播放，并查看它在何处符合搜索、它的说明、相似的视频和详细信息。</translation>
    </message>
    <message>
        <source>Videos: {0}. Together they last {1}.</source>
        <translation>视频数：{0}。总时长 {1}。</translation>
    </message>
    <message>
        <source>{0} selected</source>
        <translation>已选中 {0} 项</translation>
    </message>
    <message>
        <source>{0} at {1}</source>
        <translation>{0}，{1} 处</translation>
    </message>
    <message>
        <source>The file cannot be reached now: it was moved or deleted, or its drive is not connected. What was read of it can be seen all the same.</source>
        <translation>现在无法访问此文件：它已被移动或删除，或者所在的磁盘未连接。已读取的内容仍可查看。</translation>
    </message>
</context>
<context>
    <name>InspectorPicture</name>
    <message>
        <source>Play {0} at {1}</source>
        <translation>从 {1} 处播放 {0}</translation>
    </message>
</context>
<context>
    <name>Languages</name>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>German</source>
        <translation>德语</translation>
    </message>
    <message>
        <source>French</source>
        <translation>法语</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>西班牙语</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>意大利语</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>葡萄牙语</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>俄语</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>日语</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>韩语</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>阿拉伯语</translation>
    </message>
    <message>
        <source>Hindi</source>
        <translation>印地语</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Add a folder of videos</source>
        <translation>添加视频文件夹</translation>
    </message>
    <message>
        <source>Captions for a clip</source>
        <translation>为短片查找说明</translation>
    </message>
</context>
<context>
    <name>MediaController</name>
    <message>
        <source>{0} at {1}</source>
        <translation>{0}，{1} 处</translation>
    </message>
    <message>
        <source>The picture is copied: {0}.</source>
        <translation>已复制画面：{0}。</translation>
    </message>
    <message>
        <source>Export a piece</source>
        <translation>导出片段</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Exporting a piece of {0}: {1} %</source>
        <translation>正在导出 {0} 的片段：{1} %</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>The piece is exported as {0}.</source>
        <translation>片段已导出为 {0}。</translation>
    </message>
    <message>
        <source>It begins {1} s early, at {0}: only at a key frame can a copy begin.</source>
        <translation>片段提前 {1} 秒，从 {0} 开始：不重新编码时只能从关键帧开始。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>No program here opens {0}. Install a video player, such as VLC or mpv.</source>
        <translation>这台电脑上没有能打开 {0} 的程序。请安装视频播放器，例如 VLC 或 mpv。</translation>
    </message>
    <message>
        <source>The system&apos;s player begins at the start; the moment is at {0}.</source>
        <translation>系统播放器会从头开始播放；该时刻位于 {0}。</translation>
    </message>
    <message>
        <source>{0} is not there now: it was moved or deleted, or its drive is not connected.</source>
        <translation>{0} 现在不在原处：它被移动或删除了，或者所在的磁盘未连接。</translation>
    </message>
</context>
<context>
    <name>MediaWorker</name>
    <message>
        <source>No piece of {0} can be exported: {1}.</source>
        <translation>无法导出 {0} 的片段：{1}。</translation>
    </message>
    <message>
        <source>No frame of {0} can be read: {1}.</source>
        <translation>无法读取 {0} 的画面：{1}。</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Notifier</name>
    <message>
        <source>Show the window</source>
        <translation>显示窗口</translation>
    </message>
</context>
<context>
    <name>Order</name>
    <message>
        <source>Best match first</source>
        <translation>最匹配的在前</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新的在前</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>最旧的在前</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>Longest first</source>
        <translation>最长的在前</translation>
    </message>
    <message>
        <source>By folder</source>
        <translation>按文件夹</translation>
    </message>
</context>
<context>
    <name>PackHints</name>
    <message>
        <source>Type what happens in a video, such as “{0}”…</source>
        <translation>输入视频中发生的事情，例如“{0}”…</translation>
    </message>
    <message>
        <source>Type what happens in a video, in {0}…</source>
        <translation>用{0}输入视频中发生的事情…</translation>
    </message>
    <message>
        <source>Type what happens in a video…</source>
        <translation>输入视频中发生的事情…</translation>
    </message>
    <message>
        <source>Your words are in {0}, and the model pack in use knows only {1}.</source>
        <translation>您输入的是{0}，而正在使用的模型包只懂{1}。</translation>
    </message>
    <message>
        <source>Your words are in {0}, which the model pack in use does not know.</source>
        <translation>您输入的是{0}，而正在使用的模型包不懂这种文字。</translation>
    </message>
    <message>
        <source>The pack “{0}”, which is installed, understands them.</source>
        <translation>已安装的模型包“{0}”能看懂。</translation>
    </message>
    <message>
        <source>The pack “{0}”, which can be downloaded, understands them.</source>
        <translation>可以下载的模型包“{0}”能看懂。</translation>
    </message>
    <message>
        <source>{0} {1}</source>
        <translation>{0}{1}</translation>
    </message>
</context>
<context>
    <name>PackRow</name>
    <message>
        <source>Model packs…</source>
        <translation>模型包…</translation>
    </message>
    <message>
        <source>“{0}”, not on this computer</source>
        <translation>“{0}”（不在这台电脑上）</translation>
    </message>
</context>
<context>
    <name>Packs</name>
    <message>
        <source>Remove “{0}” from this computer? That frees {1}.</source>
        <translation>要从这台电脑上移除“{0}”吗？可腾出 {1}。</translation>
    </message>
    <message>
        <source>Remove “{0}” from this computer?</source>
        <translation>要从这台电脑上移除“{0}”吗？</translation>
    </message>
    <message>
        <source>It has read {0} videos: any other pack would have to read them again. What it read is kept for the case that the same pack comes back.</source>
        <translation>它读取过 {0} 个视频：换用其他模型包时需要重新读取。它读取的内容会保留，以备同一个模型包再装回来。</translation>
    </message>
    <message>
        <source>It can be downloaded again.</source>
        <translation>以后可以重新下载。</translation>
    </message>
    <message>
        <source>It cannot be downloaded again: it was imported or tuned here.</source>
        <translation>无法重新下载：它是在这里导入或调优得到的。</translation>
    </message>
</context>
<context>
    <name>PacksController</name>
    <message>
        <source>Looking… This takes a few seconds.</source>
        <translation>正在检查…需要几秒钟。</translation>
    </message>
    <message>
        <source>“{0}” was tuned from this pack and needs it. Remove that one first.</source>
        <translation>“{0}”是从这个模型包微调而来的，离不开它。请先移除那一个。</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>The library is being read with “{0}”. Until that is done, the old pack answers.</source>
        <translation>正在用“{0}”读取整个库。完成之前由旧的模型包回答。</translation>
    </message>
    <message>
        <source>The pack “{0}” is in use now. What it has not read yet appears as it is read.</source>
        <translation>现在使用模型包“{0}”。它还没有读取的视频会在读取后陆续出现。</translation>
    </message>
    <message>
        <source>The model pack “{0}”, which the settings name, is not on this computer.</source>
        <translation>设置中指定的模型包“{0}”不在这台电脑上。</translation>
    </message>
    <message>
        <source>{0} Your videos are listed all the same; to search in them, take another pack.</source>
        <translation>{0}您的视频仍会列出；要在其中搜索，请选用别的模型包。</translation>
    </message>
    <message>
        <source>Model packs…</source>
        <translation>模型包…</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂时不用</translation>
    </message>
    <message>
        <source>Use the starter pack</source>
        <translation>使用入门模型包</translation>
    </message>
    <message>
        <source>The pack “{0}” is installed.</source>
        <translation>模型包“{0}”已安装。</translation>
    </message>
    <message>
        <source>“{0}” was removed.</source>
        <translation>已移除“{0}”。</translation>
    </message>
    <message>
        <source>Reading your library with it: {0} of {1}. Until then the old pack answers.</source>
        <translation>正在用它读取您的库：{0} / {1}。在此之前由旧的模型包回答。</translation>
    </message>
    <message>
        <source>The pack “{0}” is in use now.</source>
        <translation>现在使用的是模型包“{0}”。</translation>
    </message>
</context>
<context>
    <name>PacksWindow</name>
    <message>
        <source>Model packs</source>
        <translation>模型包</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>导入进度</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>导入文件夹…</translation>
    </message>
    <message>
        <source>A pack is the model that looks at your videos. Nothing is fetched until you ask for it, and no video ever leaves this computer. Without a network: fetch a pack or a model file on another computer, bring it over, and import it with the buttons below, or drop it here.</source>
        <translation>模型包就是看您视频的模型。在您要求之前不会下载任何东西，视频也绝不会离开这台电脑。没有网络时：在别的电脑上下载模型包或模型文件，带到这台电脑上，用下面的按钮导入，或拖到这里。</translation>
    </message>
    <message>
        <source>Measure how fast this computer is…</source>
        <translation>测量这台电脑有多快…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Offline mode is on, so nothing can be downloaded. Packs can be imported from files.</source>
        <translation>离线模式已打开，因此无法下载。可以从文件导入模型包。</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>Only files and folders of this computer can be imported.</source>
        <translation>只能导入这台电脑上的文件和文件夹。</translation>
    </message>
</context>
<context>
    <name>Playback</name>
    <message>
        <source>It cannot be played here: {0}.</source>
        <translation>无法在这里播放：{0}。</translation>
    </message>
    <message>
        <source>No picture came; this player lacks a decoder for it.</source>
        <translation>没有画面；此播放器缺少相应的解码器。</translation>
    </message>
</context>
<context>
    <name>PlayerControls</name>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>One picture back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>One picture on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>Backwards, faster each time</source>
        <translation>倒放，每按一次加快</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play, faster each time</source>
        <translation>播放，每按一次加快</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>上一处匹配</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>下一处匹配</translation>
    </message>
    <message>
        <source>Loop the match, or the marked piece</source>
        <translation>循环播放匹配部分或标记的片段</translation>
    </message>
    <message>
        <source>The piece begins here</source>
        <translation>片段从此处开始</translation>
    </message>
    <message>
        <source>The piece ends here</source>
        <translation>片段到此处结束</translation>
    </message>
    <message>
        <source>Take the marks away</source>
        <translation>清除标记</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Export piece…</source>
        <translation>导出片段…</translation>
    </message>
    <message>
        <source>Use this frame as the query</source>
        <translation>用此画面搜索</translation>
    </message>
    <message>
        <source>Copy this frame</source>
        <translation>复制此帧</translation>
    </message>
    <message>
        <source>Open in another player</source>
        <translation>用其他播放器打开</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 或 </translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Play again</source>
        <translation>重新播放</translation>
    </message>
</context>
<context>
    <name>PlayerPicture</name>
    <message>
        <source>Open in another player</source>
        <translation>用其他播放器打开</translation>
    </message>
</context>
<context>
    <name>PlayerView</name>
    <message>
        <source>The file is not there now: it was moved or deleted, or its drive is not connected.</source>
        <translation>文件现在不在原处：它被移动或删除了，或者所在的磁盘未连接。</translation>
    </message>
    <message>
        <source>This system has no working media player for the window.</source>
        <translation>此系统没有可供窗口使用的媒体播放组件。</translation>
    </message>
    <message>
        <source>This computer has no sound device; it plays without sound.</source>
        <translation>这台电脑没有声音设备，将无声播放。</translation>
    </message>
    <message>
        <source>It may play in another player.</source>
        <translation>也许可以用其他播放器播放。</translation>
    </message>
</context>
<context>
    <name>Poster</name>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>looking for it</source>
        <translation>查找文件</translation>
    </message>
    <message>
        <source>opening it</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>reading its pictures</source>
        <translation>读取画面</translation>
    </message>
    <message>
        <source>the model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>storing the result</source>
        <translation>保存结果</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>未读取</translation>
    </message>
    <message>
        <source>read in part</source>
        <translation>部分读取</translation>
    </message>
    <message>
        <source>left out after three tries</source>
        <translation>试过三次后已略过</translation>
    </message>
    <message>
        <source>Copy it anew and try it again, or ignore it.</source>
        <translation>请重新复制后再试一次，或者忽略它。</translation>
    </message>
    <message>
        <source>What was read can be searched. If the file plays whole, try it again.</source>
        <translation>已读取的部分可以搜索。如果文件能完整播放，请再试一次。</translation>
    </message>
    <message>
        <source>There is nothing in it to search for: ignore it.</source>
        <translation>其中没有可供搜索的内容：请忽略它。</translation>
    </message>
    <message>
        <source>See that its drive is there and that you may read it, then try again.</source>
        <translation>请确认它所在的磁盘已连接且有读取权限，然后再试一次。</translation>
    </message>
    <message>
        <source>If no player opens it either, copy it anew or ignore it.</source>
        <translation>如果播放器也打不开它，请重新复制或忽略它。</translation>
    </message>
    <message>
        <source>If no player shows it either, copy it anew or ignore it.</source>
        <translation>如果播放器也显示不了它，请重新复制或忽略它。</translation>
    </message>
    <message>
        <source>Try it again; if that does not help, choose another device or pack.</source>
        <translation>请再试一次；如果不行，请选择其他设备或模型包。</translation>
    </message>
    <message>
        <source>Make room on the disk, then try again.</source>
        <translation>请在磁盘上腾出空间，然后再试一次。</translation>
    </message>
    <message>
        <source>Try it again.</source>
        <translation>请再试一次。</translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>Problems: {0}</source>
        <translation>问题：{0}</translation>
    </message>
    <message>
        <source>Problems: {0} (not read {1}, read in part {2})</source>
        <translation>问题：{0}（无法读取 {1}，部分读取 {2}）</translation>
    </message>
</context>
<context>
    <name>ProblemsModel</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>怎么办</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>环节</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
</context>
<context>
    <name>ProblemsPanel</name>
    <message>
        <source>Problem files</source>
        <translation>有问题的文件</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Leave the selected files out of the library. Nothing is deleted from the disk.</source>
        <translation>将所选文件排除在视频库之外。不会从磁盘上删除任何内容。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>about {0} s left</source>
        <translation>还需约 {0} 秒</translation>
    </message>
    <message>
        <source>about {0} min left</source>
        <translation>还需约 {0} 分钟</translation>
    </message>
    <message>
        <source>about {0} h left</source>
        <translation>还需约 {0} 小时</translation>
    </message>
    <message>
        <source>Drawing sample clips: {0} of {1}</source>
        <translation>正在绘制示例短片：{0} / {1}</translation>
    </message>
    <message>
        <source>Looking through the folders: {0} videos so far</source>
        <translation>正在查看文件夹：目前找到 {0} 个视频</translation>
    </message>
    <message>
        <source>Reading videos: {0} of {1}</source>
        <translation>正在读取视频：{0} / {1}</translation>
    </message>
    <message>
        <source>{0} videos/min</source>
        <translation>每分钟 {0} 个视频</translation>
    </message>
    <message>
        <source>{0} × real time</source>
        <translation>{0} 倍速</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>waits: it is a quiet hour</source>
        <translation>等待：正处于免打扰时段</translation>
    </message>
    <message>
        <source>waits: on battery</source>
        <translation>等待：正在使用电池</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} 小时</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>查看(&amp;L)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型(&amp;T)：</translation>
    </message>
</context>
<context>
    <name>QuickLook</name>
    <message>
        <source>Quick look</source>
        <translation>快速查看</translation>
    </message>
    <message>
        <source>Arrows: other results. Enter: play. Space or Escape: close.</source>
        <translation>方向键：其他结果。回车：播放。空格或 Esc：关闭。</translation>
    </message>
    <message>
        <source>at {0}</source>
        <translation>位于 {0}</translation>
    </message>
    <message>
        <source>{0} long</source>
        <translation>时长 {0}</translation>
    </message>
    <message>
        <source>{0} copies</source>
        <translation>{0} 份副本</translation>
    </message>
    <message>
        <source>partial</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>There is no picture of it.</source>
        <translation>没有它的图片。</translation>
    </message>
</context>
<context>
    <name>ReportWindow</name>
    <message>
        <source>Report of the last run</source>
        <translation>上次运行的报告</translation>
    </message>
    <message>
        <source>The last run did not close as it should. What was read of your videos is kept. This text helps to find out why; it stays on this computer unless you pass it on.</source>
        <translation>上次运行没有正常关闭。已从视频中读取的内容都保留着。下面的文字有助于查明原因；除非您转交他人，它只留在这台电脑上。</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>With names of files and folders</source>
        <translation>包含文件和文件夹的名称</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>这台电脑</translation>
    </message>
    <message>
        <source>What was found out about this computer</source>
        <translation>关于这台电脑的检查结果</translation>
    </message>
    <message>
        <source>What this computer has, and how fast the model runs on it. It can be added to a report of a fault: it names no folder of yours.</source>
        <translation>这台电脑的配置，以及模型在上面运行的速度。可以附在故障报告中：其中不含您的任何文件夹名称。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>Before and after</source>
        <translation>之前和之后</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Looking for</source>
        <translation>查找方式</translation>
    </message>
    <message>
        <source>First</source>
        <translation>第一个</translation>
    </message>
    <message>
        <source>Among 5</source>
        <translation>前 5 个</translation>
    </message>
    <message>
        <source>Among 10</source>
        <translation>前 10 个</translation>
    </message>
    <message>
        <source>Median rank</source>
        <translation>排名中位数</translation>
    </message>
    <message>
        <source>Mean rank</source>
        <translation>平均排名</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用它</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Keep for later</source>
        <translation>留待以后</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>On {0} captions of {1} videos that it had never seen. “First” changed by {2} points, with 95 % certainty between {3} and {4}. Numbers that were trained: {5}.</source>
        <translation>在它从未见过的 {1} 个视频的 {0} 条说明上：“第一个”变化了 {2} 个百分点，95 % 的把握在 {3} 到 {4} 之间。训练的数值个数：{5}。</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>videos by words</source>
        <translation>用文字找视频</translation>
    </message>
    <message>
        <source>words for videos</source>
        <translation>为视频找文字</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
    <message>
        <source>Nothing to gain on these captions: all of them were found at first try before.</source>
        <translation>在这些说明上已无可提升：调优前就全部一次找到。</translation>
    </message>
    <message>
        <source>It finds more than before.</source>
        <translation>它比以前找到的更多。</translation>
    </message>
    <message>
        <source>It finds less than before. Better discard it.</source>
        <translation>它比以前找到的更少，最好丢弃。</translation>
    </message>
    <message>
        <source>There is no clear difference to before.</source>
        <translation>与以前相比没有明显差别。</translation>
    </message>
    <message>
        <source>There are not enough captions to tell whether it helped.</source>
        <translation>说明太少，无法判断是否有帮助。</translation>
    </message>
    <message>
        <source>Press again to delete the pack</source>
        <translation>再按一次即删除此模型包</translation>
    </message>
    <message>
        <source>Export the pack</source>
        <translation>导出模型包</translation>
    </message>
    <message>
        <source>Packs (*.zip)</source>
        <translation>模型包 (*.zip)</translation>
    </message>
</context>
<context>
    <name>ResultsController</name>
    <message>
        <source>The model pack cannot read this.</source>
        <translation>模型包看不懂这段文字。</translation>
    </message>
    <message>
        <source>This model has never met {0}.</source>
        <translation>此模型从未见过 {0}。</translation>
    </message>
    <message>
        <source>It can only guess which videos come closest. Other words may help, or another model pack.</source>
        <translation>它只能猜测哪些视频最接近。换一种说法或换一个模型包可能会有帮助。</translation>
    </message>
    <message>
        <source>Nothing here fits.</source>
        <translation>这里没有符合的视频。</translation>
    </message>
    <message>
        <source>No video is likely to show this. The closest ones can be shown all the same.</source>
        <translation>没有视频可能包含此内容。仍可显示最接近的视频。</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>没有找到任何视频。</translation>
    </message>
    <message>
        <source>Videos are still being read: there may be more to find in a while.</source>
        <translation>仍在读取视频：稍后可能会找到更多。</translation>
    </message>
</context>
<context>
    <name>ResultsList</name>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>{0} match at {1}, similarity {2}</source>
        <translation>{1} 处匹配：{0}，相似度 {2}</translation>
    </message>
    <message>
        <source>More moments of it that fit: {0}</source>
        <translation>它另有符合的时刻：{0}</translation>
    </message>
    <message>
        <source>The file cannot be reached now.</source>
        <translation>现在无法访问此文件。</translation>
    </message>
    <message>
        <source>Only a part of it could be read.</source>
        <translation>只能读取其中一部分。</translation>
    </message>
    <message>
        <source>partial</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>The same video lies in {0} places.</source>
        <translation>同一视频位于 {0} 处。</translation>
    </message>
    <message>
        <source>{0} copies</source>
        <translation>{0} 份副本</translation>
    </message>
    <message>
        <source>{0} match</source>
        <translation>匹配：{0}</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
</context>
<context>
    <name>ResultsPage</name>
    <message>
        <source>Order of the results</source>
        <translation>结果的排序</translation>
    </message>
    <message>
        <source>By column</source>
        <translation>按列</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>图片大小</translation>
    </message>
    <message>
        <source>Show the closest anyway</source>
        <translation>仍显示最接近的</translation>
    </message>
    <message>
        <source>Show the whole library</source>
        <translation>显示整个视频库</translation>
    </message>
</context>
<context>
    <name>ResultsView</name>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>Retries</name>
    <message>
        <source>{0} is tried again as soon as what is being read now is done.</source>
        <translation>正在读取的内容完成后，就会重试 {0}。</translation>
    </message>
    <message>
        <source>{0} is being tried again.</source>
        <translation>正在重试 {0}。</translation>
    </message>
    <message>
        <source>Files tried again as soon as what is being read now is done: {0}.</source>
        <translation>正在读取的内容完成后就会重试的文件：{0} 个。</translation>
    </message>
    <message>
        <source>Files that are being tried again: {0}.</source>
        <translation>正在重试的文件：{0} 个。</translation>
    </message>
    <message>
        <source>Tried again: {0} of {1} files can be read now.</source>
        <translation>已重试：{1} 个文件中有 {0} 个现在可以读取。</translation>
    </message>
    <message>
        <source>Tried again: {0} can be read now.</source>
        <translation>已重试：{0} 现在可以读取了。</translation>
    </message>
    <message>
        <source>Tried again: {0} can still be read only in part: {1}</source>
        <translation>已重试：{0} 仍然只能部分读取：{1}</translation>
    </message>
    <message>
        <source>Tried again: {0} still cannot be read: {1}</source>
        <translation>已重试：{0} 仍然无法读取：{1}</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>What happens in the video; names, captions, tags, subtitles count too.</source>
        <translation>视频中发生的事；名称、说明、标签和字幕也会查找。</translation>
    </message>
    <message>
        <source>Without it: a dash directly before the word.</source>
        <translation>不含它：在词前直接加连字符。</translation>
    </message>
    <message>
        <source>The same for several words, up to a comma.</source>
        <translation>同上，可用于多个词，到逗号为止。</translation>
    </message>
    <message>
        <source>Both are wanted.</source>
        <translation>两者都要。</translation>
    </message>
    <message>
        <source>The first counts twice.</source>
        <translation>前者权重加倍。</translation>
    </message>
    <message>
        <source>Exactly these words in a name, folder, caption, tag or subtitle.</source>
        <translation>名称、文件夹、说明、标签或字幕中含有完全相同的词。</translation>
    </message>
    <message>
        <source>Only in folders with that in their name.</source>
        <translation>仅限名称含有它的文件夹。</translation>
    </message>
    <message>
        <source>Only with that tag.</source>
        <translation>仅限带有该标签的视频。</translation>
    </message>
    <message>
        <source>Changed in that year, month or day, or later. Also: {0}.</source>
        <translation>在该年、月、日或之后修改。也可用：{0}。</translation>
    </message>
    <message>
        <source>Changed before that year, month or day. Also: {0}.</source>
        <translation>在该年、月、日之前修改。也可用：{0}。</translation>
    </message>
    <message>
        <source>Videos of that length or longer. Also: {0}.</source>
        <translation>时长不短于它的视频。也可用：{0}。</translation>
    </message>
    <message>
        <source>Videos that are shorter. Also: {0}.</source>
        <translation>时长短于它的视频。也可用：{0}。</translation>
    </message>
    <message>
        <source>The state or shape of the video. Also: {0}.</source>
        <translation>视频的状态或画面形状。也可用：{0}。</translation>
    </message>
    <message>
        <source>All others: a dash goes before any filter.</source>
        <translation>其余所有视频：连字符可加在任何筛选条件之前。</translation>
    </message>
</context>
<context>
    <name>RulesSheet</name>
    <message>
        <source>Rules of a search</source>
        <translation>搜索规则</translation>
    </message>
    <message>
        <source>Type what is to be seen; the rest is optional, and anything that is no rule is searched as it stands. Press an example to try it.</source>
        <translation>输入画面中要看到的内容即可；其余都是可选的，不属于规则的文字会按原样搜索。点按示例即可试用。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Try: {0}</source>
        <translation>试用：{0}</translation>
    </message>
</context>
<context>
    <name>Scripts</name>
    <message>
        <source>Chinese characters</source>
        <translation>汉字</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>日语</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>韩语</translation>
    </message>
    <message>
        <source>Cyrillic letters</source>
        <translation>西里尔字母</translation>
    </message>
    <message>
        <source>Greek</source>
        <translation>希腊文</translation>
    </message>
    <message>
        <source>Arabic letters</source>
        <translation>阿拉伯字母</translation>
    </message>
    <message>
        <source>Hebrew letters</source>
        <translation>希伯来字母</translation>
    </message>
    <message>
        <source>Devanagari</source>
        <translation>天城文</translation>
    </message>
    <message>
        <source>Bengali letters</source>
        <translation>孟加拉字母</translation>
    </message>
    <message>
        <source>Tamil</source>
        <translation>泰米尔文</translation>
    </message>
    <message>
        <source>Telugu</source>
        <translation>泰卢固文</translation>
    </message>
    <message>
        <source>Kannada</source>
        <translation>卡纳达文</translation>
    </message>
    <message>
        <source>Malayalam</source>
        <translation>马拉雅拉姆文</translation>
    </message>
    <message>
        <source>Gujarati</source>
        <translation>古吉拉特文</translation>
    </message>
    <message>
        <source>Gurmukhi letters</source>
        <translation>古木基字母</translation>
    </message>
    <message>
        <source>Sinhala</source>
        <translation>僧伽罗文</translation>
    </message>
    <message>
        <source>Thai</source>
        <translation>泰文</translation>
    </message>
    <message>
        <source>Lao</source>
        <translation>老挝文</translation>
    </message>
    <message>
        <source>Burmese</source>
        <translation>缅甸文</translation>
    </message>
    <message>
        <source>Khmer</source>
        <translation>高棉文</translation>
    </message>
    <message>
        <source>Georgian</source>
        <translation>格鲁吉亚文</translation>
    </message>
    <message>
        <source>Armenian</source>
        <translation>亚美尼亚文</translation>
    </message>
    <message>
        <source>Ethiopic letters</source>
        <translation>埃塞俄比亚字母</translation>
    </message>
</context>
<context>
    <name>SearchHeader</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Model packs…</source>
        <translation>模型包…</translation>
    </message>
    <message>
        <source>{0} understands {1}. A pack for your own videos: Library, “Model packs…”.</source>
        <translation>{0}能理解：{1}。要用于自己的视频，请在“视频库”菜单的“模型包…”中获取。</translation>
    </message>
    <message>
        <source>Your words and what {0} shows count together.</source>
        <translation>结果同时依据您输入的文字和 {0} 的画面。</translation>
    </message>
    <message>
        <source>The newest {0} videos</source>
        <translation>最新的 {0} 个视频</translation>
    </message>
    <message>
        <source>{0} videos</source>
        <translation>{0} 个视频</translation>
    </message>
    <message>
        <source>This model has never met {0}. What follows is a guess.</source>
        <translation>此模型从未见过 {0}。以下结果只是猜测。</translation>
    </message>
    <message>
        <source>Nothing here fits well. These come closest.</source>
        <translation>这里没有很相符的内容。以下是最接近的。</translation>
    </message>
    <message>
        <source>{0} likely, {1} maybe, {2} weak</source>
        <translation>{0} 个很可能，{1} 个也许，{2} 个弱</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
</context>
<context>
    <name>SearchWorker</name>
    <message>
        <source>{0} cannot be used as an example: {1}.</source>
        <translation>{0} 不能用作示例：{1}。</translation>
    </message>
    <message>
        <source>{0} is not in the library any more.</source>
        <translation>{0} 已不在视频库中。</translation>
    </message>
</context>
<context>
    <name>SeekBar</name>
    <message>
        <source>Position in the video</source>
        <translation>视频中的位置</translation>
    </message>
    <message>
        <source>the piece begins at {0}</source>
        <translation>片段从 {0} 开始</translation>
    </message>
    <message>
        <source>the piece ends at {0}</source>
        <translation>片段到 {0} 结束</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>the length of the clip is not known</source>
        <translation>短片的长度未知</translation>
    </message>
    <message>
        <source>no frame could be read</source>
        <translation>无法读取任何画面</translation>
    </message>
    <message>
        <source>no decoder is installed</source>
        <translation>没有安装解码器</translation>
    </message>
    <message>
        <source>the decoder gives no picture</source>
        <translation>解码器没有给出画面</translation>
    </message>
    <message>
        <source>the decoder fails: {0}</source>
        <translation>解码器出错：{0}</translation>
    </message>
    <message>
        <source>{0} of {1} frames could be read</source>
        <translation>{1} 帧画面中读取了 {0} 帧</translation>
    </message>
    <message>
        <source>{0} in the time allowed; the file is very slow to decode</source>
        <translation>在允许的时间内，{0}；此文件解码非常慢</translation>
    </message>
    <message>
        <source>the video ends after {0} s of {1} s; the file is damaged or cut off</source>
        <translation>视频在 {0} 秒处结束，应有 {1} 秒；文件已损坏或不完整</translation>
    </message>
    <message>
        <source>{0}; the file is damaged or cut off</source>
        <translation>{0}；文件已损坏或不完整</translation>
    </message>
    <message>
        <source>all frames could be read, but parts of the file are damaged</source>
        <translation>所有画面都能读取，但文件的某些部分已损坏</translation>
    </message>
    <message>
        <source>decoding took longer than {0} s and was stopped</source>
        <translation>解码超过 {0} 秒，已停止</translation>
    </message>
    <message>
        <source>the decoder crashed on this file</source>
        <translation>解码器在此文件上崩溃了</translation>
    </message>
    <message>
        <source>decoding needs more memory than allowed</source>
        <translation>解码所需内存超过限制</translation>
    </message>
    <message>
        <source>the decoder failed: {0}</source>
        <translation>解码器失败：{0}</translation>
    </message>
    <message>
        <source>decoding is too slow: not one frame was ready in time</source>
        <translation>解码太慢：没有一帧画面及时完成</translation>
    </message>
    <message>
        <source>no frame could be decoded; the file is damaged</source>
        <translation>没有一帧画面能解码；文件已损坏</translation>
    </message>
    <message>
        <source>the file holds no frames</source>
        <translation>文件中没有画面</translation>
    </message>
    <message>
        <source>the file has a header but no video data; it is cut off</source>
        <translation>文件只有文件头，没有视频数据；文件不完整</translation>
    </message>
    <message>
        <source>decord needs time stamps</source>
        <translation>decord 需要时间戳</translation>
    </message>
    <message>
        <source>decord gives flat pictures</source>
        <translation>decord 给出的画面是空白的</translation>
    </message>
    <message>
        <source>decord cannot read the file</source>
        <translation>decord 无法读取此文件</translation>
    </message>
    <message>
        <source>decord reads other frame times than the container has</source>
        <translation>decord 读出的画面时间与容器中的不同</translation>
    </message>
    <message>
        <source>FFmpeg does not support this kind</source>
        <translation>FFmpeg 不支持这种类型</translation>
    </message>
    <message>
        <source>it is damaged</source>
        <translation>文件已损坏</translation>
    </message>
    <message>
        <source>cannot be opened as a video: {0}</source>
        <translation>无法作为视频打开：{0}</translation>
    </message>
    <message>
        <source>damaged: an FLV header without video data</source>
        <translation>已损坏：只有 FLV 文件头，没有视频数据</translation>
    </message>
    <message>
        <source>damaged: the header is of a video, but the rest cannot be read</source>
        <translation>已损坏：文件头是视频，但其余部分无法读取</translation>
    </message>
    <message>
        <source>damaged, or not a video: no known video format</source>
        <translation>已损坏或不是视频：不是已知的视频格式</translation>
    </message>
    <message>
        <source>damaged: the index (moov atom) is cut off</source>
        <translation>已损坏：索引（moov）不完整</translation>
    </message>
    <message>
        <source>damaged: the index (moov atom) cannot be read</source>
        <translation>已损坏：索引（moov）无法读取</translation>
    </message>
    <message>
        <source>damaged: the index (moov atom) is missing</source>
        <translation>已损坏：缺少索引（moov）</translation>
    </message>
    <message>
        <source>no picture of the {0} stream could be decoded: {1}</source>
        <translation>{0} 视频流中没有画面能解码：{1}</translation>
    </message>
    <message>
        <source>no video stream (audio only)</source>
        <translation>没有视频流（只有声音）</translation>
    </message>
    <message>
        <source>no video stream</source>
        <translation>没有视频流</translation>
    </message>
    <message>
        <source>only cover art, no video</source>
        <translation>只有封面图片，没有视频</translation>
    </message>
    <message>
        <source>the video codec is unknown to this program</source>
        <translation>此程序不认识该视频编码</translation>
    </message>
    <message>
        <source>the video is encrypted</source>
        <translation>视频已加密</translation>
    </message>
    <message>
        <source>the file is no longer there</source>
        <translation>文件已不在原处</translation>
    </message>
    <message>
        <source>the folder {0} does not exist</source>
        <translation>文件夹 {0} 不存在</translation>
    </message>
    <message>
        <source>a JPEG picture, not a video</source>
        <translation>是 JPEG 图片，不是视频</translation>
    </message>
    <message>
        <source>a PNG picture, not a video</source>
        <translation>是 PNG 图片，不是视频</translation>
    </message>
    <message>
        <source>a TIFF picture, not a video</source>
        <translation>是 TIFF 图片，不是视频</translation>
    </message>
    <message>
        <source>a Photoshop picture, not a video</source>
        <translation>是 Photoshop 图片，不是视频</translation>
    </message>
    <message>
        <source>an MP3 sound file, not a video</source>
        <translation>是 MP3 声音文件，不是视频</translation>
    </message>
    <message>
        <source>a FLAC sound file, not a video</source>
        <translation>是 FLAC 声音文件，不是视频</translation>
    </message>
    <message>
        <source>an AIFF sound file, not a video</source>
        <translation>是 AIFF 声音文件，不是视频</translation>
    </message>
    <message>
        <source>a MIDI file, not a video</source>
        <translation>是 MIDI 文件，不是视频</translation>
    </message>
    <message>
        <source>a ZIP archive, not a video</source>
        <translation>是 ZIP 压缩文件，不是视频</translation>
    </message>
    <message>
        <source>a RAR archive, not a video</source>
        <translation>是 RAR 压缩文件，不是视频</translation>
    </message>
    <message>
        <source>a 7z archive, not a video</source>
        <translation>是 7z 压缩文件，不是视频</translation>
    </message>
    <message>
        <source>a gzip archive, not a video</source>
        <translation>是 gzip 压缩文件，不是视频</translation>
    </message>
    <message>
        <source>a bzip2 archive, not a video</source>
        <translation>是 bzip2 压缩文件，不是视频</translation>
    </message>
    <message>
        <source>an xz archive, not a video</source>
        <translation>是 xz 压缩文件，不是视频</translation>
    </message>
    <message>
        <source>a zstd archive, not a video</source>
        <translation>是 zstd 压缩文件，不是视频</translation>
    </message>
    <message>
        <source>a tar archive, not a video</source>
        <translation>是 tar 归档文件，不是视频</translation>
    </message>
    <message>
        <source>a PDF document, not a video</source>
        <translation>是 PDF 文档，不是视频</translation>
    </message>
    <message>
        <source>a program, not a video</source>
        <translation>是程序，不是视频</translation>
    </message>
    <message>
        <source>a database, not a video</source>
        <translation>是数据库，不是视频</translation>
    </message>
    <message>
        <source>a WAV sound file, not a video</source>
        <translation>是 WAV 声音文件，不是视频</translation>
    </message>
    <message>
        <source>a WebP picture, not a video</source>
        <translation>是 WebP 图片，不是视频</translation>
    </message>
    <message>
        <source>a HEIC picture, not a video</source>
        <translation>是 HEIC 图片，不是视频</translation>
    </message>
    <message>
        <source>a HEIF picture, not a video</source>
        <translation>是 HEIF 图片，不是视频</translation>
    </message>
    <message>
        <source>an AVIF picture, not a video</source>
        <translation>是 AVIF 图片，不是视频</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>文件是空的</translation>
    </message>
    <message>
        <source>nothing but zeros at its start: it was never written or downloaded</source>
        <translation>开头全是零：文件从未写入或下载完成</translation>
    </message>
    <message>
        <source>a Git LFS pointer, not the video itself: fetch it with git lfs pull</source>
        <translation>是 Git LFS 指针，不是视频本身：请用 git lfs pull 获取</translation>
    </message>
    <message>
        <source>a text file, not a video</source>
        <translation>是文本文件，不是视频</translation>
    </message>
    <message>
        <source>a BMP picture, not a video</source>
        <translation>是 BMP 图片，不是视频</translation>
    </message>
    <message>
        <source>no permission to read the file</source>
        <translation>没有读取此文件的权限</translation>
    </message>
    <message>
        <source>a folder, not a file</source>
        <translation>是文件夹，不是文件</translation>
    </message>
    <message>
        <source>the file cannot be read: {0}</source>
        <translation>无法读取文件：{0}</translation>
    </message>
    <message>
        <source>not a file with content, but a device, a pipe or a socket</source>
        <translation>不是有内容的文件，而是设备、管道或套接字</translation>
    </message>
    <message>
        <source>the file cannot be reached</source>
        <translation>无法访问此文件</translation>
    </message>
    <message>
        <source>its pictures could not be read: {0}</source>
        <translation>无法读取它的画面：{0}</translation>
    </message>
    <message>
        <source>the decode processes cannot be started, or die at once</source>
        <translation>解码进程无法启动，或一启动就退出</translation>
    </message>
    <message>
        <source>The library {0} was replaced by a backup of it. Open it again.</source>
        <translation>视频库 {0} 已被它的备份替换。请重新打开。</translation>
    </message>
    <message>
        <source>{0} is no file of captions that can be read. Known endings: {1}.</source>
        <translation>{0} 不是能读取的说明文件。可用的扩展名：{1}。</translation>
    </message>
    <message>
        <source>{0} holds no caption.{1}</source>
        <translation>{0} 中没有说明。{1}</translation>
    </message>
    <message>
        <source>{0} is a web page, not a file of captions. Save the text itself and import that.</source>
        <translation>{0} 是网页，不是说明文件。请保存其中的文字再导入。</translation>
    </message>
    <message>
        <source>The first line of {0} names no column “caption” ({1}). Write one in, or keep the captions alone.</source>
        <translation>{0} 的第一行没有名为“caption”的列（{1}）。请加上这一列，或只保留说明。</translation>
    </message>
    <message>
        <source>{0} is one large object. Keep captions in a list, or one a line (.jsonl).</source>
        <translation>{0} 是一整个对象。请把说明放在列表中，或每行一条（.jsonl）。</translation>
    </message>
    <message>
        <source>the file ends within the list</source>
        <translation>文件在列表中间就结束了</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation>无法读取 {0}：{1}。</translation>
    </message>
    <message>
        <source>it has {0} columns, the first line {1}</source>
        <translation>它有 {0} 列，第一行有 {1} 列</translation>
    </message>
    <message>
        <source>{0} is no text.</source>
        <translation>{0} 不是文本。</translation>
    </message>
    <message>
        <source>{0} is no JSON: {1}.</source>
        <translation>{0} 不是 JSON：{1}。</translation>
    </message>
    <message>
        <source>“{0}” is the name of a built-in set. Choose another with --set NAME.</source>
        <translation>“{0}”是内置说明集的名称。请用 --set NAME 另选一个。</translation>
    </message>
    <message>
        <source>A set cannot be called “{0}”. Choose a short name, with --set.</source>
        <translation>说明集不能叫“{0}”。请用 --set 选一个短名称。</translation>
    </message>
    <message>
        <source>There is no caption set called “{0}”.</source>
        <translation>没有名为“{0}”的说明集。</translation>
    </message>
    <message>
        <source>The caption set “{0}” was not imported, and stays.</source>
        <translation>说明集“{0}”不是导入的，会保留。</translation>
    </message>
    <message>
        <source>Captions are written as .csv, .json or .srt, not as {0}.</source>
        <translation>说明只能保存为 .csv、.json 或 .srt，不能保存为 {0}。</translation>
    </message>
    <message>
        <source>An .srt file belongs to one video. Name the video, or write .csv or .json.</source>
        <translation>.srt 文件只属于一个视频。请指明视频，或保存为 .csv 或 .json。</translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}.</source>
        <translation>无法写入 {0}：{1}。</translation>
    </message>
    <message>
        <source>“{0}” cannot be taken back or done again: what was written down of it is damaged. Put that right with: vop library repair</source>
        <translation>“{0}”无法撤销或重做：相关记录已损坏。请用此命令修复：vop library repair</translation>
    </message>
    <message>
        <source>The library {0} is in use by another program that does not let go of it. Try again.</source>
        <translation>视频库 {0} 正被另一个程序占用。请再试一次。</translation>
    </message>
    <message>
        <source>The library {0} is on a disk or in a folder that cannot be written to.</source>
        <translation>视频库 {0} 所在的磁盘或文件夹不可写入。</translation>
    </message>
    <message>
        <source>The disk of the library {0} is full. Free some space; nothing that was stored is lost.</source>
        <translation>视频库 {0} 所在的磁盘已满。请腾出一些空间；已保存的内容没有丢失。</translation>
    </message>
    <message>
        <source>The library {0} cannot be opened.{1}</source>
        <translation>无法打开视频库 {0}。{1}</translation>
    </message>
    <message>
        <source>The library {0} could not be read or written ({1}): the disk may be full, at its quota, unplugged or failing. Nothing that was stored is lost.</source>
        <translation>无法读写视频库 {0}（{1}）：磁盘可能已满、达到配额、被拔出或出现故障。已保存的内容没有丢失。</translation>
    </message>
    <message>
        <source>The library {0} cannot be used: {1}.</source>
        <translation>无法使用视频库 {0}：{1}。</translation>
    </message>
    <message>
        <source>The library {0} cannot be written to: you can search and browse, but change nothing.</source>
        <translation>视频库 {0} 不可写入：可以搜索和浏览，但不能做任何更改。</translation>
    </message>
    <message>
        <source>The library {0} was written by an older version of this program and has to be brought up to date, but it is on a disk or in a folder that cannot be written to. Open a copy of it.</source>
        <translation>视频库 {0} 由旧版本的程序写成，需要更新，但它所在的磁盘或文件夹不可写入。请打开它的副本。</translation>
    </message>
    <message>
        <source>{0} is not a VoP Desktop library. Choose another file; this one was not changed.</source>
        <translation>{0} 不是 VoP Desktop 的视频库。请选择其他文件；此文件没有改动。</translation>
    </message>
    <message>
        <source>{0} is a database of another program. Choose another file; it was not changed.</source>
        <translation>{0} 是其他程序的数据库。请选择其他文件；它没有改动。</translation>
    </message>
    <message>
        <source>The library {0} was written by a newer version of this program. Update the program to open it; nothing was changed.</source>
        <translation>视频库 {0} 由更新版本的程序写成。请升级程序后再打开；没有做任何改动。</translation>
    </message>
    <message>
        <source>The library {0} was written by a newer version of this program. Update it.</source>
        <translation>视频库 {0} 由更新版本的程序写成。请升级程序。</translation>
    </message>
    <message>
        <source>{0} is a folder, not a library file. Name a file.</source>
        <translation>{0} 是文件夹，不是视频库文件。请指定一个文件。</translation>
    </message>
    <message>
        <source>The library {0} has to be brought up to date, and no copy of it could be put into {1} first ({2}). Make room there; nothing was changed.</source>
        <translation>视频库 {0} 需要更新，但无法事先把它的副本放入 {1}（{2}）。请在那里腾出空间；没有做任何改动。</translation>
    </message>
    <message>
        <source>The library {0} is damaged ({1}). Nothing was changed. Save what can be read with: vop library repair --library FILE.</source>
        <translation>视频库 {0} 已损坏（{1}）。没有做任何改动。可用此命令挽救能读取的内容：vop library repair --library FILE。</translation>
    </message>
    <message>
        <source>The library {0} cannot be opened: {1}.</source>
        <translation>无法打开视频库 {0}：{1}。</translation>
    </message>
    <message>
        <source>Change what is left out of {0}</source>
        <translation>更改从 {0} 中排除的内容</translation>
    </message>
    <message>
        <source>{0} is not a watched folder. Nothing was changed.</source>
        <translation>{0} 不是受关注的文件夹。没有做任何改动。</translation>
    </message>
    <message>
        <source>Bring back {0}</source>
        <translation>恢复 {0}</translation>
    </message>
    <message>
        <source>Forget {0} missing for {1} days</source>
        <translation>移出已消失 {1} 天的 {0}</translation>
    </message>
    <message>
        <source>Add caption {0}</source>
        <translation>添加说明 {0}</translation>
    </message>
    <message>
        <source>Edit caption {0}</source>
        <translation>修改说明 {0}</translation>
    </message>
    <message>
        <source>Remove caption {0}</source>
        <translation>移除说明 {0}</translation>
    </message>
    <message>
        <source>A caption needs at least one letter.</source>
        <translation>说明至少要有一个字。</translation>
    </message>
    <message>
        <source>A caption may have {0} letters; this one has {1}.</source>
        <translation>说明最多 {0} 个字；这条有 {1} 个。</translation>
    </message>
    <message>
        <source>The video has no caption {0}. Nothing was changed.</source>
        <translation>此视频没有说明 {0}。没有做任何改动。</translation>
    </message>
    <message>
        <source>Choose the picture of a video</source>
        <translation>选择视频的图片</translation>
    </message>
    <message>
        <source>Let the program choose the picture of a video</source>
        <translation>让程序选择视频的图片</translation>
    </message>
    <message>
        <source>A picture is chosen by a moment within the video.</source>
        <translation>请用视频内的一个时刻来选择图片。</translation>
    </message>
    <message>
        <source>A backup stands in for the damaged library {0}.</source>
        <translation>视频库 {0} 已损坏，现由备份代替。</translation>
    </message>
    <message>
        <source>The library {0} was damaged ({1}). Its backup of {2} stands in for it, and the damaged file is kept as {3}. Index your folders again to bring in what was added since.</source>
        <translation>视频库 {0} 已损坏（{1}）。现由 {2} 的备份代替，损坏的文件保留为 {3}。请重新索引文件夹，以加入此后新增的内容。</translation>
    </message>
    <message>
        <source>The library {0} is damaged.</source>
        <translation>视频库 {0} 已损坏。</translation>
    </message>
    <message>
        <source>{0} is not a library of this program. Nothing was changed.</source>
        <translation>{0} 不是此程序的视频库。没有做任何改动。</translation>
    </message>
    <message>
        <source>{0} was written by a newer version of this program. Update the program; nothing was changed.</source>
        <translation>{0} 由更新版本的程序写成。请升级程序；没有做任何改动。</translation>
    </message>
    <message>
        <source>{0} is damaged and cannot be restored. Nothing was changed.</source>
        <translation>{0} 已损坏，无法恢复。没有做任何改动。</translation>
    </message>
    <message>
        <source>{0} is no folder of this library. Nothing was changed.</source>
        <translation>{0} 不是此视频库的文件夹。没有做任何改动。</translation>
    </message>
    <message>
        <source>There is no folder {0}. Nothing was changed.</source>
        <translation>没有文件夹 {0}。没有做任何改动。</translation>
    </message>
    <message>
        <source>{0} holds none of the videos of {1}. Choose the folder that they lie in now; nothing was changed.</source>
        <translation>{0} 中没有 {1} 的任何视频。请选择它们现在所在的文件夹；没有做任何改动。</translation>
    </message>
    <message>
        <source>There is no saved search called “{0}”. See them with: vop searches list</source>
        <translation>没有名为“{0}”的已存搜索。可用此命令查看：vop searches list</translation>
    </message>
    <message>
        <source>An empty search cannot be saved. Type what to look for first.</source>
        <translation>空的搜索无法保存。请先输入要找的内容。</translation>
    </message>
    <message>
        <source>There is no caption to write to {0}.</source>
        <translation>没有可以写到 {0} 的说明。</translation>
    </message>
    <message>
        <source>{0} is there already, and was left as it is.</source>
        <translation>{0} 已经存在，保持原样。</translation>
    </message>
    <message>
        <source>Take tag {0} off {1}</source>
        <translation>从 {1} 去掉标签 {0}</translation>
    </message>
    <message>
        <source>A tag needs at least one letter.</source>
        <translation>标签至少要有一个字。</translation>
    </message>
    <message>
        <source>A tag may have {0} letters; this one has {1}.</source>
        <translation>标签最多 {0} 个字；这个有 {1} 个。</translation>
    </message>
    <message>
        <source>The library {0} could not be backed up this week ({1}). Make room on the disk; it is tried again next time.</source>
        <translation>本周未能备份视频库 {0}（{1}）。请在磁盘上腾出空间；下次会再试。</translation>
    </message>
    <message>
        <source>{0}: done. Undo brings them back.</source>
        <translation>{0}：已完成。撤销即可恢复。</translation>
    </message>
    <message>
        <source>This video is no longer in the library. Nothing was changed.</source>
        <translation>此视频已不在视频库中。没有做任何改动。</translation>
    </message>
    <message>
        <source>Captions are written as .csv, .json or .srt, or as .srt into a folder that is there, not as {0}.</source>
        <translation>说明可以写成 .csv、.json 或 .srt 文件，或以 .srt 写入已有的文件夹，不能写成 {0}。</translation>
    </message>
    <message>
        <source>An .srt file belongs to one clip. Name a folder for them, or .csv or .json.</source>
        <translation>一个 .srt 文件只属于一段短片。请指定一个文件夹，或用 .csv 或 .json。</translation>
    </message>
    <message>
        <source>The library holds no videos yet. Add a folder of videos first.</source>
        <translation>视频库中还没有视频。请先添加视频文件夹。</translation>
    </message>
    <message>
        <source>Nothing here was indexed with this model pack yet. Index the folders with it first.</source>
        <translation>这里还没有用此模型包索引过的内容。请先用它索引文件夹。</translation>
    </message>
    <message>
        <source>No video fulfils all of these conditions. Take one of them away.</source>
        <translation>没有视频同时满足所有条件。请去掉其中一个。</translation>
    </message>
    <message>
        <source>Only what is not wanted was named: the videos that show it least come first.</source>
        <translation>只写了不想要的内容：最少出现这些内容的视频排在最前。</translation>
    </message>
    <message>
        <source>stand together</source>
        <translation>同时出现</translation>
    </message>
    <message>
        <source>{0} {1} in no name, folder, caption, tag or subtitle.</source>
        <translation>没有任何文件名、文件夹、说明、标签或字幕中有 {0}（{1}）。</translation>
    </message>
    <message>
        <source>No folder called “{0}” is in the library any more, or ever was. Add it again, or take the condition away.</source>
        <translation>视频库中没有或不再有名为“{0}”的文件夹。请重新添加，或去掉这个条件。</translation>
    </message>
    <message>
        <source>No video has the tag “{0}”.</source>
        <translation>没有带标签“{0}”的视频。</translation>
    </message>
    <message>
        <source>The text is very long: its first {0} characters were searched.</source>
        <translation>文字很长：只搜索了前 {0} 个字符。</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>没有这个文件</translation>
    </message>
    <message>
        <source>it is a folder, not a video</source>
        <translation>是文件夹，不是视频</translation>
    </message>
    <message>
        <source>the model could not encode its frames: {0}</source>
        <translation>模型无法编码它的画面：{0}</translation>
    </message>
    <message>
        <source>the model could not encode it: {0}</source>
        <translation>模型无法编码它：{0}</translation>
    </message>
    <message>
        <source>the picture is too large</source>
        <translation>图片太大</translation>
    </message>
    <message>
        <source>it is no picture that this program can read</source>
        <translation>不是此程序能读取的图片</translation>
    </message>
    <message>
        <source>the picture is damaged</source>
        <translation>图片已损坏</translation>
    </message>
    <message>
        <source>the file was changed while it was read; index its folder again</source>
        <translation>读取时文件被改动；请重新索引它的文件夹</translation>
    </message>
    <message>
        <source>{0} cannot be watched ({1}); it is looked through every {2} seconds instead.</source>
        <translation>无法监视 {0}（{1}）；改为每 {2} 秒查看一次。</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>This build of FFmpeg can write none of the video formats that sample clips use.</source>
        <translation>此版本的 FFmpeg 无法写入示例短片所用的任何视频格式。</translation>
    </message>
    <message>
        <source>{0} sample clips cannot be drawn: choose a number from 1 to {1}.</source>
        <translation>无法绘制 {0} 个示例短片：请选择 1 到 {1} 之间的数。</translation>
    </message>
    <message>
        <source>Sample clips cannot be put into {0}: you may not write there.</source>
        <translation>示例短片无法放入 {0}：您没有写入权限。</translation>
    </message>
    <message>
        <source>Sample clips cannot be put into {0}: {1}.</source>
        <translation>示例短片无法放入 {0}：{1}。</translation>
    </message>
    <message>
        <source>The sample clips cannot be written to {0}: {1}.</source>
        <translation>示例短片无法写入 {0}：{1}。</translation>
    </message>
    <message>
        <source>The folder {0} is not empty; sample clips need an empty one.</source>
        <translation>文件夹 {0} 不是空的；示例短片需要空文件夹。</translation>
    </message>
    <message>
        <source>{0} is a file; sample clips need an empty folder.</source>
        <translation>{0} 是文件；示例短片需要空文件夹。</translation>
    </message>
    <message>
        <source>The catalogue has no pack called “{0}”. It has: {1}.</source>
        <translation>目录中没有名为“{0}”的模型包。目录中有：{1}。</translation>
    </message>
    <message>
        <source>The catalogue {0} was made for another version of this program.</source>
        <translation>目录 {0} 是为此程序的其他版本制作的。</translation>
    </message>
    <message>
        <source>The catalogue {0} is damaged: {1}. Mend it or take it away.</source>
        <translation>目录 {0} 已损坏：{1}。请修复或移走它。</translation>
    </message>
    <message>
        <source>The catalogue {0} cannot be read. Mend it or take it away.</source>
        <translation>无法读取目录 {0}。请修复或移走它。</translation>
    </message>
    <message>
        <source>The weights of the pack “{0}” do not fit its model: {1}.</source>
        <translation>模型包“{0}”的权重与它的模型不符：{1}。</translation>
    </message>
    <message>
        <source>The pack “{0}” describes a model that cannot be built: {1}.</source>
        <translation>模型包“{0}”描述的模型无法构建：{1}。</translation>
    </message>
    <message>
        <source>The weights of the pack “{0}” are damaged: {1} is not all numbers.</source>
        <translation>模型包“{0}”的权重已损坏：{1} 中有非数值。</translation>
    </message>
    <message>
        <source>The weights of the pack “{0}” are missing: {1}.</source>
        <translation>缺少模型包“{0}”的权重：{1}。</translation>
    </message>
    <message>
        <source>The weights of the pack “{0}” are damaged: {1} is no complete safetensors file.</source>
        <translation>模型包“{0}”的权重已损坏：{1} 不是完整的 safetensors 文件。</translation>
    </message>
    <message>
        <source>The weights of the pack “{0}” do not fit its model: {1} is {2}, not {3}.</source>
        <translation>模型包“{0}”的权重与它的模型不符：{1} 是 {2}，不是 {3}。</translation>
    </message>
    <message>
        <source>There is no working {0} device on this machine; use --device auto or cpu.</source>
        <translation>这台电脑上没有可用的 {0} 设备；请使用 --device auto 或 cpu。</translation>
    </message>
    <message>
        <source>{0} is not complete: none of {1}0 is there.</source>
        <translation>{0} 不完整：没有任何 {1}0。</translation>
    </message>
    <message>
        <source>The {0} of the pack “{1}” are damaged: {2} is not the file that was installed. Install the pack again.</source>
        <translation>模型包“{1}”的{0}已损坏：{2} 不是当初安装的文件。请重新安装这个包。</translation>
    </message>
    <message>
        <source>The {0} of the pack “{1}” cannot be read: {2}.</source>
        <translation>无法读取模型包“{1}”的{0}：{2}。</translation>
    </message>
    <message>
        <source>“{0}” is a pack of the program itself. Give this one another name: rename its folder or file, or use --name.</source>
        <translation>“{0}”是程序自带的模型包。请为这个模型包另取名称：重命名它的文件夹或文件，或使用 --name。</translation>
    </message>
    <message>
        <source>There is already a pack called “{0}”. Remove that one first, or give this one another name: rename its folder or file, or use --name.</source>
        <translation>已经有名为“{0}”的模型包。请先移除它，或为这个模型包另取名称：重命名它的文件夹或文件，或使用 --name。</translation>
    </message>
    <message>
        <source>{0}, tuned ({1})</source>
        <translation>{0}，已微调（{1}）</translation>
    </message>
    <message>
        <source>Prompts tuned on captioned videos over the pack “{0}”.</source>
        <translation>在模型包“{0}”之上，用带说明的视频微调的提示词元。</translation>
    </message>
    <message>
        <source>things, places and styles seen in single frames; about a hundred languages, those best of which the web has most</source>
        <translation>单帧中看得见的事物、地点和风格；约一百种语言，网络上资料最多的语言效果最好</translation>
    </message>
    <message>
        <source>Offline mode is on (HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set), so nothing is downloaded. Unset it, or install from files with: vop packs import</source>
        <translation>离线模式已开启（设置了 HF_HUB_OFFLINE 或 TRANSFORMERS_OFFLINE），因此不会下载。请取消设置，或从文件安装：vop packs import</translation>
    </message>
    <message>
        <source>“{0}” is being downloaded already, by another window or command.</source>
        <translation>“{0}”正由另一个窗口或命令下载。</translation>
    </message>
    <message>
        <source>There is not enough room for “{0}”: it needs {1} on the disk of {2}, where {3} are free. Nothing was fetched; make room and try again.</source>
        <translation>空间不足以存放“{0}”：需要 {2} 所在磁盘上的 {1}，那里只剩 {3}。没有下载任何内容；请腾出空间再试。</translation>
    </message>
    <message>
        <source>No device on this machine can compute; see vop doctor.</source>
        <translation>这台电脑上没有能计算的设备；请看 vop doctor。</translation>
    </message>
    <message>
        <source>{0}, so it is not used.</source>
        <translation>{0}，因此不使用它。</translation>
    </message>
    <message>
        <source>Memory is short, so videos are encoded in smaller batches, which takes longer.</source>
        <translation>内存紧张，因此视频会分成更小的批次编码，耗时更长。</translation>
    </message>
    <message>
        <source>The device {0} ({1}) has too little free memory, so the CPU computes from now on, which takes longer.</source>
        <translation>设备 {0}（{1}）的空闲内存太少，从现在起改由 CPU 计算，耗时更长。</translation>
    </message>
    <message>
        <source>The pack “{0}” cannot be loaded: {1}.</source>
        <translation>无法加载模型包“{0}”：{1}。</translation>
    </message>
    <message>
        <source>{0}; use --device auto or cpu.</source>
        <translation>{0}；请使用 --device auto 或 cpu。</translation>
    </message>
    <message>
        <source>There is not enough memory for this pack. Close other programs, or choose a smaller one.</source>
        <translation>内存不足以运行此模型包。请关闭其他程序，或选择更小的模型包。</translation>
    </message>
    <message>
        <source>{0} sends us round in circles. Try again later.</source>
        <translation>{0} 的地址来回跳转。请稍后再试。</translation>
    </message>
    <message>
        <source>{0} has no {1} in {2} (any more). A newer version of the program may know where it went.</source>
        <translation>{0} 的 {2} 中没有（或不再有）{1}。更新版本的程序也许知道它在哪里。</translation>
    </message>
    <message>
        <source>{0} gives a list of files that cannot be read. Try again later.</source>
        <translation>{0} 给出的文件列表无法读取。请稍后再试。</translation>
    </message>
    <message>
        <source>{0} holds no plain list of captions; take it out of the folder to import without them.</source>
        <translation>{0} 中没有简单的说明列表；把它移出文件夹即可不带说明导入。</translation>
    </message>
    <message>
        <source>{0} holds {1} captions; at most {2} can be used.</source>
        <translation>{0} 中有 {1} 条说明；最多可用 {2} 条。</translation>
    </message>
    <message>
        <source>{0} reads texts with XLM-RoBERTa and needs the file {1} that was published with it. Put it into the same folder and import again.</source>
        <translation>{0} 用 XLM-RoBERTa 读取文字，需要与它一同发布的文件 {1}。请把它放进同一个文件夹，再导入一次。</translation>
    </message>
    <message>
        <source>{0} is not CLIP&apos;s own vocabulary, or damaged. Get the file again, or take it out of the folder if the model was trained with CLIP&apos;s.</source>
        <translation>{0} 不是 CLIP 自己的词表，或已损坏。请重新获取；如果模型是用 CLIP 的词表训练的，请把它移出文件夹。</translation>
    </message>
    <message>
        <source>{0} cannot be imported: {1}.</source>
        <translation>无法导入 {0}：{1}。</translation>
    </message>
    <message>
        <source>The pack in {0} is another model than the one asked for.</source>
        <translation>{0} 中的模型包不是所要的模型。</translation>
    </message>
    <message>
        <source>{0} is damaged: {1} is not all numbers (NaN or infinite).</source>
        <translation>{0} 已损坏：{1} 中有非数值（NaN 或无穷）。</translation>
    </message>
    <message>
        <source>{0} does not say how its layers compute, and a wrong guess would make every result worse. Import it with --activation quick_gelu if it comes from OpenAI, or with --activation gelu if it comes from LAION or DataComp.</source>
        <translation>{0} 没有说明各层如何计算，猜错会使所有结果变差。来自 OpenAI 的请用 --activation quick_gelu 导入，来自 LAION 或 DataComp 的请用 --activation gelu 导入。</translation>
    </message>
    <message>
        <source>{0} holds no tensors; it is no model.</source>
        <translation>{0} 中没有张量；它不是模型。</translation>
    </message>
    <message>
        <source>{0} does not fit together: {1} patches are no square picture.</source>
        <translation>{0} 前后不符：{1} 个图块拼不成正方形图片。</translation>
    </message>
    <message>
        <source>{0} is made for another vocabulary of {1} pieces of words; only CLIP&apos;s own, of {2}, can be used.</source>
        <translation>{0} 使用有 {1} 个词片的其他词表；只能使用 CLIP 自己的、有 {2} 个词片的词表。</translation>
    </message>
    <message>
        <source>{0} is a {1}, a size of CLIP that cannot be used.</source>
        <translation>{0} 是 {1}，这种规格的 CLIP 无法使用。</translation>
    </message>
    <message>
        <source>the disk is full; make room or choose another folder</source>
        <translation>磁盘已满；请腾出空间或选择其他文件夹</translation>
    </message>
    <message>
        <source>your share of the disk is used up; make room or choose another folder</source>
        <translation>您的磁盘配额已用完；请腾出空间或选择其他文件夹</translation>
    </message>
    <message>
        <source>the disk takes no files that large; choose another one, or a shorter piece</source>
        <translation>该磁盘不支持这么大的文件；请选择其他磁盘或更短的片段</translation>
    </message>
    <message>
        <source>the disk can only be read; choose another folder</source>
        <translation>该磁盘为只读；请选择其他文件夹</translation>
    </message>
    <message>
        <source>you may not write in this folder; choose another one</source>
        <translation>您没有写入此文件夹的权限；请选择其他文件夹</translation>
    </message>
    <message>
        <source>the folder is no longer there; choose another one</source>
        <translation>该文件夹已不存在；请选择其他文件夹</translation>
    </message>
    <message>
        <source>the name is too long; choose a shorter one</source>
        <translation>名称过长；请选择较短的名称</translation>
    </message>
    <message>
        <source>{0} cannot be written: choose a name that ends in .mp4 or .mkv.</source>
        <translation>无法写入 {0}：请选择以 .mp4 或 .mkv 结尾的名称。</translation>
    </message>
    <message>
        <source>The piece has no length: its end has to lie after its beginning.</source>
        <translation>片段长度为零：终点必须在起点之后。</translation>
    </message>
    <message>
        <source>{0} is there already, and no file is replaced. Choose another name.</source>
        <translation>{0} 已存在，不会替换任何文件。请选择其他名称。</translation>
    </message>
    <message>
        <source>There is no picture between the beginning and the end of the piece.</source>
        <translation>片段的起点与终点之间没有画面。</translation>
    </message>
    <message>
        <source>{0} cannot hold what this video is made of. Choose a name that ends in .mkv.</source>
        <translation>{0} 的格式无法容纳此视频的编码。请选择以 .mkv 结尾的名称。</translation>
    </message>
    <message>
        <source>Its pictures have no time stamps, so no piece can be cut out.</source>
        <translation>其画面没有时间戳，因此无法截取片段。</translation>
    </message>
    <message>
        <source>What this video is made of can only be exported by encoding it anew.</source>
        <translation>此视频的编码只能通过重新编码导出。</translation>
    </message>
    <message>
        <source>no picture could be read at that time</source>
        <translation>该时刻没有可读取的画面</translation>
    </message>
    <message>
        <source>Leave out {0} files or folders</source>
        <translation>排除 {0} 个文件或文件夹</translation>
    </message>
    <message>
        <source>Remove folder {0}</source>
        <translation>移除文件夹 {0}</translation>
    </message>
    <message>
        <source>“{0}:” needs something directly after it, such as {1}:{2}.</source>
        <translation>“{0}:”后面要直接跟上内容，例如 {1}:{2}。</translation>
    </message>
    <message>
        <source>“{0}:” understands dates such as {1}; “{2}” was searched as words.</source>
        <translation>“{0}:”可接日期，如 {1}；“{2}”已按普通文字搜索。</translation>
    </message>
    <message>
        <source>“{0}:” understands times such as {1}; “{2}” was searched as words.</source>
        <translation>“{0}:”可接时长，如 {1}；“{2}”已按普通文字搜索。</translation>
    </message>
    <message>
        <source>“{0}:” understands {1}; “{2}” was searched as words.</source>
        <translation>“{0}:”可接 {1}；“{2}”已按普通文字搜索。</translation>
    </message>
    <message>
        <source>The folder “{0}” is left out of the library. Take it in again to find what is in it.</source>
        <translation>文件夹“{0}”已排除在视频库之外。重新纳入后即可找到其中的内容。</translation>
    </message>
    <message>
        <source>{0} holds {1} text prompts a layer, but {2} before and {3} after the text were asked for.</source>
        <translation>{0} 每层有 {1} 个文本提示，但要求的是文字前 {2} 个、文字后 {3} 个。</translation>
    </message>
    <message>
        <source>{0} is no CLIP that can be used: it names {1}{2} layers.</source>
        <translation>{0} 不是能使用的 CLIP：它有 {1}{2} 层。</translation>
    </message>
    <message>
        <source>{0} is not complete, or no CLIP at all: {1} is missing.</source>
        <translation>{0} 不完整，或根本不是 CLIP：缺少 {1}。</translation>
    </message>
    <message>
        <source>{0} does not fit together: {1} has the shape {2}.</source>
        <translation>{0} 前后不符：{1} 的形状是 {2}。</translation>
    </message>
    <message>
        <source>{0} is not complete: {1} is missing{2}.</source>
        <translation>{0} 不完整：缺少 {1}{2}。</translation>
    </message>
    <message>
        <source>{0} belongs to another method: it holds {1}{2}, which neither CLIP nor VoP has.</source>
        <translation>{0} 属于其他方法：它含有 {1}{2}，CLIP 和 VoP 都没有。</translation>
    </message>
    <message>
        <source>{0} is a CLIP without prompts, not VoP.</source>
        <translation>{0} 是没有提示的 CLIP，不是 VoP。</translation>
    </message>
    <message>
        <source>{0} is VoP, a CLIP with prompts, not the plain CLIP that was asked for.</source>
        <translation>{0} 是 VoP，即带提示的 CLIP，不是所要的普通 CLIP。</translation>
    </message>
    <message>
        <source>{0} has another backbone: it is a {1}, not a {2}.</source>
        <translation>{0} 的主干网络不同：是 {1}，不是 {2}。</translation>
    </message>
    <message>
        <source>{0} takes pictures of {1} pixels, but its configuration says {2}.</source>
        <translation>{0} 接受 {1} 像素的图片，但它的配置写的是 {2}。</translation>
    </message>
    <message>
        <source>{0} is no CLIP that can be used: {1}.</source>
        <translation>{0} 不是能使用的 CLIP：{1}。</translation>
    </message>
    <message>
        <source>{0} does not fit together: {1} has the shape {2}, not {3}.</source>
        <translation>{0} 前后不符：{1} 的形状是 {2}，不是 {3}。</translation>
    </message>
    <message>
        <source>{0} is no model that can be used: {1} holds whole numbers.</source>
        <translation>{0} 不是能使用的模型：{1} 中是整数。</translation>
    </message>
    <message>
        <source>{0} is not the model that was asked for: {1} is {2}, not {3}.</source>
        <translation>{0} 不是所要的模型：{1} 是 {2}，不是 {3}。</translation>
    </message>
    <message>
        <source>The certificate of {0} is not trusted, so nothing was fetched. Check the date of this computer, or ask who runs this network.</source>
        <translation>{0} 的证书不受信任，因此没有下载任何内容。请检查这台电脑的日期，或询问网络管理员。</translation>
    </message>
    <message>
        <source>The proxy that is set in the environment cannot be used: {0}.</source>
        <translation>环境中设置的代理无法使用：{0}。</translation>
    </message>
    <message>
        <source>The address {0} cannot be used: {1}.</source>
        <translation>无法使用地址 {0}：{1}。</translation>
    </message>
    <message>
        <source>{0} leads to an address without encryption. Nothing was fetched.</source>
        <translation>{0} 跳转到未加密的地址。没有下载任何内容。</translation>
    </message>
    <message>
        <source>{0} sends far more than was asked for. Nothing was installed.</source>
        <translation>{0} 发来的内容远多于所要求的。没有安装任何内容。</translation>
    </message>
    <message>
        <source>{0} holds no prompts: {1}. The VoP model is damo/cv_vit-b32_retrieval_vop.</source>
        <translation>{0} 中没有提示：{1}。VoP 模型是 damo/cv_vit-b32_retrieval_vop。</translation>
    </message>
    <message>
        <source>{0} is not VoP, which leaves CLIP as it was: {1}, as a comparison with  shows.</source>
        <translation>{0} 不是 VoP，VoP 不会改动 CLIP：{1}。</translation>
    </message>
    <message>
        <source>{0} contradicts itself: {1} and {2} should be the same and are not.</source>
        <translation>{0} 自相矛盾：{1} 与 {2} 本应相同，却不同。</translation>
    </message>
    <message>
        <source>{0} has another backbone than {1}: it holds {2}.</source>
        <translation>{0} 的主干网络与 {1} 不同：它含有 {2}。</translation>
    </message>
    <message>
        <source>{0} is no pack: it holds {1} files.</source>
        <translation>{0} 不是模型包：其中有 {1} 个文件。</translation>
    </message>
    <message>
        <source>{0} was not unpacked: it holds two files of the same name.</source>
        <translation>没有解压 {0}：其中有两个同名文件。</translation>
    </message>
    <message>
        <source>{0} was not unpacked: {1} MB would become {2} GB, which no pack does.</source>
        <translation>没有解压 {0}：{1} MB 会变成 {2} GB，模型包不会这样。</translation>
    </message>
    <message>
        <source>{0} holds no model pack: no {1} in it, or more than one.</source>
        <translation>{0} 中没有模型包：其中没有 {1}，或不止一个。</translation>
    </message>
    <message>
        <source>{0} is damaged: it cannot be unpacked. Get the file again.</source>
        <translation>{0} 已损坏，无法解压。请重新获取文件。</translation>
    </message>
    <message>
        <source>{0} was not unpacked: {1} would be written outside of the pack&apos;s folder.</source>
        <translation>没有解压 {0}：{1} 会写到模型包文件夹之外。</translation>
    </message>
    <message>
        <source>{0} was not unpacked: {1} is a link to another place.</source>
        <translation>没有解压 {0}：{1} 是指向别处的链接。</translation>
    </message>
    <message>
        <source>{0} was not unpacked: it is locked with a password.</source>
        <translation>没有解压 {0}：它有密码保护。</translation>
    </message>
    <message>
        <source>The pack in {0} is damaged: {1} names the file “{2}”.</source>
        <translation>{0} 中的模型包已损坏：{1} 写有文件“{2}”。</translation>
    </message>
    <message>
        <source>The pack in {0} is not complete: {1} is missing.</source>
        <translation>{0} 中的模型包不完整：缺少 {1}。</translation>
    </message>
    <message>
        <source>The pack in {0} is damaged: {1} is far too large.</source>
        <translation>{0} 中的模型包已损坏：{1} 过大。</translation>
    </message>
    <message>
        <source>There is no model pack called “{0}”. Installed: {1}.</source>
        <translation>没有名为“{0}”的模型包。已安装：{1}。</translation>
    </message>
    <message>
        <source>The pack in {0} is damaged: {1} holds no table.</source>
        <translation>{0} 中的模型包已损坏：{1} 中没有表。</translation>
    </message>
    <message>
        <source>The pack in {0} was made for a newer version of this program.</source>
        <translation>{0} 中的模型包是为更新版本的程序制作的。</translation>
    </message>
    <message>
        <source>There is no model pack in {0}: no readable {1}.</source>
        <translation>{0} 中没有模型包：没有可读取的 {1}。</translation>
    </message>
    <message>
        <source>The pack in {0} is damaged: {1} is not valid JSON.</source>
        <translation>{0} 中的模型包已损坏：{1} 不是有效的 JSON。</translation>
    </message>
    <message>
        <source>The pack in {0} is damaged: {1}: {2}.</source>
        <translation>{0} 中的模型包已损坏：{1}：{2}。</translation>
    </message>
    <message>
        <source>The captions of the pack “{0}” cannot be read.</source>
        <translation>无法读取模型包“{0}”的说明。</translation>
    </message>
    <message>
        <source>There is no file or folder {0}.</source>
        <translation>没有文件或文件夹 {0}。</translation>
    </message>
    <message>
        <source>The folder {0} holds no model: no pack.json, and no file that ends in {1}.</source>
        <translation>文件夹 {0} 中没有模型：没有 pack.json，也没有扩展名为 {1} 的文件。</translation>
    </message>
    <message>
        <source>The folder {0} holds several models; name one file: {1}.</source>
        <translation>文件夹 {0} 中有多个模型；请指定一个文件：{1}。</translation>
    </message>
    <message>
        <source>{0} is damaged: it holds no table.</source>
        <translation>{0} 已损坏：其中没有表。</translation>
    </message>
    <message>
        <source>The folder holds a VoP-SE model, a CLIP with its biases, last block or projections tuned, and not VoP. The VoP model is damo/cv_vit-b32_retrieval_vop.</source>
        <translation>文件夹中是 VoP-SE 模型，即微调了偏置、最后一块或投影的 CLIP，不是 VoP。VoP 模型是 damo/cv_vit-b32_retrieval_vop。</translation>
    </message>
    <message>
        <source>The folder holds another model of ModelScope ({0}), not VoP.</source>
        <translation>文件夹中是 ModelScope 的其他模型（{0}），不是 VoP。</translation>
    </message>
    <message>
        <source>{0} is damaged: it has no hyperparam.</source>
        <translation>{0} 已损坏：其中没有 hyperparam。</translation>
    </message>
    <message>
        <source>{0} asks for the pooling “{1}”; VoP averages frames (avg).</source>
        <translation>{0} 要求汇聚方式“{1}”；VoP 对画面取平均（avg）。</translation>
    </message>
    <message>
        <source>{0} is damaged: {1} is {2}, no number that fits.</source>
        <translation>{0} 已损坏：{1} 是 {2}，不是合适的数。</translation>
    </message>
    <message>
        <source>{0} is damaged: it is not valid JSON.</source>
        <translation>{0} 已损坏：不是有效的 JSON。</translation>
    </message>
    <message>
        <source>{0} says that this model takes colours scaled otherwise than CLIP&apos;s ({1} {2}); it cannot be used.</source>
        <translation>{0} 表明此模型的颜色缩放与 CLIP 不同（{1} {2}）；无法使用。</translation>
    </message>
    <message>
        <source>There is no added pack called “{0}”. Added packs: {1}.</source>
        <translation>没有名为“{0}”的已添加模型包。已添加：{1}。</translation>
    </message>
    <message>
        <source>A pack cannot be called “{0}”: letters, digits, dots and dashes, at most 64, beginning and ending with a letter or digit.</source>
        <translation>模型包不能叫“{0}”：只能用字母、数字、点和连字符，最多 64 个，首尾须为字母或数字。</translation>
    </message>
    <message>
        <source>There is not enough space on the disk for this pack: it takes {0}, and {1} are free.</source>
        <translation>磁盘空间不足以存放此模型包：需要 {0}，只剩 {1}。</translation>
    </message>
    <message>
        <source>“{0}” is a pack of the program itself; it cannot be removed.</source>
        <translation>“{0}”是程序自带的模型包，不能移除。</translation>
    </message>
    <message>
        <source>The pack was not added: {0}{1}.</source>
        <translation>没有添加模型包：{0}{1}。</translation>
    </message>
    <message>
        <source>The pack “{0}” cannot be removed: {1}. Close what uses it and try again.</source>
        <translation>无法移除模型包“{0}”：{1}。请关闭使用它的程序再试。</translation>
    </message>
    <message>
        <source>The disk is full: the pack was not added. Free some space and try again.</source>
        <translation>磁盘已满：没有添加模型包。请腾出一些空间再试。</translation>
    </message>
    <message>
        <source>{0} is damaged or not complete: what it says of itself does not fit its size or its checksums. Get the file again.</source>
        <translation>{0} 已损坏或不完整：其中的说明与大小或校验值不符。请重新获取文件。</translation>
    </message>
    <message>
        <source>{0} holds more than weights: opened the usual way it would run {1}. Nothing in it was run. Do not use this file; get the model from a place that you trust.</source>
        <translation>{0} 中不只有权重：按通常方式打开会运行 {1}。其中没有任何内容被运行。请不要使用此文件；请从可信的地方获取模型。</translation>
    </message>
    <message>
        <source>{0} is no model file, or a damaged one: neither safetensors nor a checkpoint of torch.</source>
        <translation>{0} 不是模型文件，或已损坏：既不是 safetensors，也不是 torch 检查点。</translation>
    </message>
    <message>
        <source>The file holds more tensors than any model that can be used.</source>
        <translation>文件中的张量比任何能使用的模型都多。</translation>
    </message>
    <message>
        <source>{0} is no file that could hold a model.</source>
        <translation>{0} 不是能存放模型的文件。</translation>
    </message>
    <message>
        <source>{0} is larger than any model that can be used: {1} GB.</source>
        <translation>{0} 比任何能使用的模型都大：{1} GB。</translation>
    </message>
    <message>
        <source>{0} is a zip file, but neither a model nor a pack.</source>
        <translation>{0} 是 zip 文件，但既不是模型，也不是模型包。</translation>
    </message>
    <message>
        <source>{0} holds numbers of a kind that is not known: {1}.</source>
        <translation>{0} 中有未知类型的数：{1}。</translation>
    </message>
    <message>
        <source>{0} sent a web page in place of {1}. Often that is the sign-in page of a public network: open a browser, sign in, and try again.</source>
        <translation>{0} 发来的是网页，而不是 {1}。这往往是公共网络的登录页：请打开浏览器登录后再试。</translation>
    </message>
    <message>
        <source>{0} {1} for {2}, which has {3}. That is another file, so it was not kept.</source>
        <translation>{0} 给出的 {2} 不对（{1}），它应有 {3}。那是另一个文件，因此没有保留。</translation>
    </message>
    <message>
        <source>{0} announces {1} bytes for {2}, which has {3}. That is another file, so it was not fetched.</source>
        <translation>{0} 声称 {2} 有 {1} 字节，而它应有 {3}。那是另一个文件，因此没有下载。</translation>
    </message>
    <message>
        <source>{0} gives a strange answer for {1} (code {2}).</source>
        <translation>{0} 对 {1} 给出了异常的回应（代码 {2}）。</translation>
    </message>
    <message>
        <source>The download cannot be stored: {0}.</source>
        <translation>无法保存下载内容：{0}。</translation>
    </message>
    <message>
        <source>{0} offers another {1} than the one this program knows. Nothing was fetched. A newer version of the program may know it.</source>
        <translation>{0} 提供的 {1} 与此程序所知的不同。没有下载任何内容。更新版本的程序也许认识它。</translation>
    </message>
    <message>
        <source>{0} {1} (code {2}). Try again later.</source>
        <translation>{0} {1}（代码 {2}）。请稍后再试。</translation>
    </message>
    <message>
        <source>{0} refuses to give {1} (code {2}). It may want a login or block this network.</source>
        <translation>{0} 拒绝提供 {1}（代码 {2}）。它可能需要登录，或屏蔽了此网络。</translation>
    </message>
    <message>
        <source>{0} has no {1} (any more) (code {2}). A newer version of the program may know where it went.</source>
        <translation>{0} 没有（或不再有）{1}（代码 {2}）。更新版本的程序也许知道它在哪里。</translation>
    </message>
    <message>
        <source>The disk is full, so the download stopped. Make room and start it again.</source>
        <translation>磁盘已满，下载已停止。请腾出空间后重新开始。</translation>
    </message>
    <message>
        <source>{0} has another {1} than before.</source>
        <translation>{0} 的 {1} 与之前不同。</translation>
    </message>
    <message>
        <source>{0} sends {1} packed, though it was asked not to. Try again later.</source>
        <translation>{0} 把 {1} 压缩后发来，尽管要求它不要这样。请稍后再试。</translation>
    </message>
    <message>
        <source>{0} broke off {1} after {2} of {3}.</source>
        <translation>{0} 发送 {1} 时中断：共 {3}，只收到 {2}。</translation>
    </message>
    <message>
        <source>{0} is {1}, so it was thrown away and nothing was installed. Try again later, or over another network.</source>
        <translation>{0} {1}，因此已丢弃，没有安装任何内容。请稍后再试，或换一个网络。</translation>
    </message>
    <message>
        <source>The pack “{0}” was tuned from another version of “{1}”.</source>
        <translation>模型包“{0}”是从另一版本的“{1}”调整而来的。</translation>
    </message>
    <message>
        <source>“{0}” cannot be the name of a pack; use a short word of letters and digits.</source>
        <translation>“{0}”不能作为模型包的名称；请用由字母和数字组成的短名称。</translation>
    </message>
    <message>
        <source>There is a pack “{0}” already that was not made by tuning. Choose another name.</source>
        <translation>已有名为“{0}”的模型包，但它不是调整得到的。请另选名称。</translation>
    </message>
    <message>
        <source>The words of this pack cannot be tuned: its text encoder, XLM-RoBERTa, takes no prompts. Choose another method, which tunes how it sees videos.</source>
        <translation>这个包的文本提示无法调整：它的文本编码器 XLM-RoBERTa 不接受提示。请选择另一种方法，调整它看视频的方式。</translation>
    </message>
    <message>
        <source>The prompts of the pack “{0}” do not fit the pack “{1}”.</source>
        <translation>模型包“{0}”的提示与模型包“{1}”不符。</translation>
    </message>
    <message>
        <source>The pack “{0}” was tuned from “{1}”, which is not installed.</source>
        <translation>模型包“{0}”是从“{1}”调整而来的，而后者没有安装。</translation>
    </message>
    <message>
        <source>The tuned pack cannot be written to {0}: {1}.</source>
        <translation>调整后的模型包无法写入 {0}：{1}。</translation>
    </message>
    <message>
        <source>This model came without its tokenizer.json, so it cannot read texts.</source>
        <translation>这个模型没有附带 tokenizer.json，因此无法读取文字。</translation>
    </message>
    <message>
        <source>{0} is not one of XLM-RoBERTa: it cuts words in another way ({1}).</source>
        <translation>{0} 不是 XLM-RoBERTa 的文件：它用另一种方式切分词语（{1}）。</translation>
    </message>
    <message>
        <source>{0} is not one of XLM-RoBERTa: it looks for patterns in texts.</source>
        <translation>{0} 不是 XLM-RoBERTa 的文件：它在文字中查找模式。</translation>
    </message>
    <message>
        <source>{0} is not one of XLM-RoBERTa: texts do not begin with &lt;s&gt; and end with &lt;/s&gt;.</source>
        <translation>{0} 不是 XLM-RoBERTa 的文件：文字没有以 &lt;s&gt; 开头并以 &lt;/s&gt; 结尾。</translation>
    </message>
    <message>
        <source>{0} belongs to another model: it knows {1} pieces of words, and the model {2}.</source>
        <translation>{0} 属于另一个模型：它认识 {1} 个词片，而模型认识 {2} 个。</translation>
    </message>
    <message>
        <source>{0} is damaged: its pieces are not numbered one by one.</source>
        <translation>{0} 已损坏：其中的词片没有逐一编号。</translation>
    </message>
    <message>
        <source>{0} is damaged: it describes no vocabulary. Get the file again.</source>
        <translation>{0} 已损坏：其中没有词表。请重新获取这个文件。</translation>
    </message>
    <message>
        <source>{0} is damaged: it cannot be used. Get the file again.</source>
        <translation>{0} 已损坏，无法使用。请重新获取这个文件。</translation>
    </message>
    <message>
        <source>{0} is far too large for a vocabulary.</source>
        <translation>{0} 作为词表实在太大。</translation>
    </message>
    <message>
        <source>{0} is missing.</source>
        <translation>缺少 {0}。</translation>
    </message>
    <message>
        <source>{0} is damaged: it is no text.</source>
        <translation>{0} 已损坏：它不是文本。</translation>
    </message>
    <message>
        <source>{0} is not one of XLM-RoBERTa: {1} is not its number {2}.</source>
        <translation>{0} 不是 XLM-RoBERTa 的文件：{1} 的编号不是 {2}。</translation>
    </message>
    <message>
        <source>{0} names no video that is there.{1}</source>
        <translation>{0} 中写的视频都不存在。{1}</translation>
    </message>
    <message>
        <source>{0} has no first line with the columns file and caption.</source>
        <translation>{0} 的第一行没有 file 和 caption 两列。</translation>
    </message>
    <message>
        <source>The frame cache {0} cannot be written: {1}.</source>
        <translation>无法写入画面缓存 {0}：{1}。</translation>
    </message>
    <message>
        <source>A learning rate of {0} makes no sense; it lies between 0 and 1.</source>
        <translation>学习率 {0} 不合理；它应在 0 和 1 之间。</translation>
    </message>
    <message>
        <source>This model has no prompts that the method “{0}” could train.</source>
        <translation>此模型没有可供方法“{0}”训练的提示。</translation>
    </message>
    <message>
        <source>Too few captioned videos to tune on: {0} can be read. Caption at least 20.</source>
        <translation>可用于调整的带说明视频太少：只有 {0} 个能读取。请至少为 20 个视频写说明。</translation>
    </message>
    <message>
        <source>The learning rate {0} is too high: the loss is no number any more. The last good state is kept; try a smaller rate.</source>
        <translation>学习率 {0} 太高：损失已不是有效的数。最后的良好状态已保留；请试更小的学习率。</translation>
    </message>
    <message>
        <source>The training cannot be kept in {0}: {1}. What was kept before stays.</source>
        <translation>训练状态无法保存到 {0}：{1}。之前保存的内容仍在。</translation>
    </message>
    <message>
        <source>No video of the library has a caption yet. Caption some, or name a file of pairs.</source>
        <translation>视频库中还没有带说明的视频。请为一些视频写说明，或指定一个配对文件。</translation>
    </message>
    <message>
        <source>No video is left to examine the result on. Caption at least 20.</source>
        <translation>没有剩下可用来检验结果的视频。请至少为 20 个视频写说明。</translation>
    </message>
    <message>
        <source>The settings file was damaged and is kept as {0}; the built-in settings are used.</source>
        <translation>设置文件已损坏，保留为 {0}；现使用默认设置。</translation>
    </message>
    <message>
        <source>The settings file cannot be read, so the built-in settings are used.</source>
        <translation>无法读取设置文件，现使用默认设置。</translation>
    </message>
    <message>
        <source>Forget {0} video</source>
        <translation>移出 {0} 个视频</translation>
    </message>
    <message>
        <source>Forget {0} video missing for {1} days</source>
        <translation>移出已消失 {1} 天的 {0} 个视频</translation>
    </message>
    <message>
        <source>Bring back {0} video</source>
        <translation>恢复 {0} 个视频</translation>
    </message>
    <message>
        <source>Forget {0} videos</source>
        <translation>移出 {0} 个视频</translation>
    </message>
    <message>
        <source>Forget {0} videos missing for {1} days</source>
        <translation>移出已消失 {1} 天的 {0} 个视频</translation>
    </message>
    <message>
        <source>Bring back {0} videos</source>
        <translation>恢复 {0} 个视频</translation>
    </message>
    <message>
        <source>Tag {0} video {1}</source>
        <translation>给 {0} 个视频加上标签{1}</translation>
    </message>
    <message>
        <source>Take tag {0} off {1} video</source>
        <translation>从 {1} 个视频取下标签{0}</translation>
    </message>
    <message>
        <source>Tag {0} videos {1}</source>
        <translation>给 {0} 个视频加上标签{1}</translation>
    </message>
    <message>
        <source>Take tag {0} off {1} videos</source>
        <translation>从 {1} 个视频取下标签{0}</translation>
    </message>
    <message>
        <source>Leave out {0}</source>
        <translation>排除{0}</translation>
    </message>
    <message>
        <source>Take in again {0}</source>
        <translation>重新纳入{0}</translation>
    </message>
    <message>
        <source>Starter (drawn scenes)</source>
        <translation>入门包（手绘场景）</translation>
    </message>
    <message>
        <source>A small VoP model that works at once and without a network. It was trained from nothing on drawn cartoon scenes and is meant for trying the program with the sample clips.</source>
        <translation>一个小型 VoP 模型，无需网络，立即可用。它完全用绘制的卡通场景训练而成，用于配合示例短片试用程序。</translation>
    </message>
    <message>
        <source>drawn scenes: sixteen things, eight colours, nine places, eleven motions; not natural video</source>
        <translation>手绘场景：十六种事物、八种颜色、九种地点、十一种动作；不适用于实拍视频</translation>
    </message>
    <message>
        <source>VoP for MSR-VTT</source>
        <translation>VoP（MSR-VTT）</translation>
    </message>
    <message>
        <source>The model of the paper, tuned on 9,000 everyday web videos with sentences: actions, people, animals, food, sport, screens. Brings its gallery of 1,000 captions as a caption set.</source>
        <translation>论文中的模型，用 9,000 个带句子的日常网络视频调整：动作、人物、动物、食物、运动、屏幕。附带由 1,000 条说明组成的说明集。</translation>
    </message>
    <message>
        <source>everyday video and what happens in it; English</source>
        <translation>日常视频及其中发生的事情；英语</translation>
    </message>
    <message>
        <source>The licence of the weights could not be found. Downloaded on request from where its authors published it; read the model card before passing it on.</source>
        <translation>未能找到权重的许可。只在您要求时从作者发布的地方下载；转给他人之前请先阅读模型卡。</translation>
    </message>
    <message>
        <source>CLIP ViT-B/32 (OpenAI)</source>
        <translation>CLIP ViT-B/32（OpenAI）</translation>
    </message>
    <message>
        <source>The first CLIP, without prompts: good at objects, scenes and written words in single pictures; knows no order of events.</source>
        <translation>最早的 CLIP，没有提示：擅长单张图片中的物体、场景和文字；不懂事件的先后。</translation>
    </message>
    <message>
        <source>things, places and words seen in single frames; English</source>
        <translation>单帧画面中的事物、地点和文字；英语</translation>
    </message>
    <message>
        <source>OpenAI&apos;s code is MIT; the licence of the weights is not stated.</source>
        <translation>OpenAI 的代码采用 MIT 许可；权重的许可没有说明。</translation>
    </message>
    <message>
        <source>CLIP ViT-B/32 (LAION-2B)</source>
        <translation>CLIP ViT-B/32（LAION-2B）</translation>
    </message>
    <message>
        <source>CLIP trained on two billion open pictures: as fast as OpenAI&apos;s and a little better at everyday things.</source>
        <translation>用二十亿张公开图片训练的 CLIP：与 OpenAI 的一样快，对日常事物稍强一些。</translation>
    </message>
    <message>
        <source>things, places and styles seen in single frames; English</source>
        <translation>单帧画面中的事物、地点和风格；英语</translation>
    </message>
    <message>
        <source>CLIP ViT-B/16 (DataComp), stronger</source>
        <translation>CLIP ViT-B/16（DataComp），更强</translation>
    </message>
    <message>
        <source>Looks four times closer than the B/32 models and finds smaller things; indexing takes about four times as long.</source>
        <translation>比 B/32 模型看得细四倍，能找到更小的事物；索引耗时约为四倍。</translation>
    </message>
    <message>
        <source>things, places and small details seen in single frames; English</source>
        <translation>单帧画面中的事物、地点和小细节；英语</translation>
    </message>
    <message>
        <source>Named MIT by its publisher; read the model card before passing the weights on.</source>
        <translation>发布者标明为 MIT 许可；转交权重之前请先阅读模型卡。</translation>
    </message>
    <message>
        <source>CLIP ViT-L/14 (DataComp), strongest</source>
        <translation>CLIP ViT-L/14（DataComp），最强</translation>
    </message>
    <message>
        <source>The best of these at naming what is seen; for machines with a graphics card, far too slow for large libraries without one.</source>
        <translation>其中最善于辨认所见内容的模型；适合有显卡的电脑，没有显卡时对大型视频库来说太慢。</translation>
    </message>
    <message>
        <source>things, places, styles and fine details seen in single frames; English</source>
        <translation>单帧画面中的事物、地点、风格和精细细节；英语</translation>
    </message>
    <message>
        <source>TinyCLIP ViT-40M/32, small and fast</source>
        <translation>TinyCLIP ViT-40M/32，小而快</translation>
    </message>
    <message>
        <source>A distilled CLIP of half the size: for old machines and large libraries, at some cost in precision.</source>
        <translation>经过蒸馏、大小减半的 CLIP：适合旧电脑和大型视频库，精度略低。</translation>
    </message>
    <message>
        <source>common things and places seen in single frames; English</source>
        <translation>单帧画面中的常见事物和地点；英语</translation>
    </message>
    <message>
        <source>CLIP ViT-B/32, multilingual</source>
        <translation>CLIP ViT-B/32，多语言</translation>
    </message>
    <message>
        <source>For queries in Chinese, German, French, Spanish, Japanese and about a hundred other languages, as well as in English.</source>
        <translation>可用中文、德语、法语、西班牙语、日语等约一百种语言以及英语搜索。</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>The last run did not close as it should. What was read of your videos is kept.</source>
        <translation>上次运行没有正常关闭。已从视频中读取的内容都保留着。</translation>
    </message>
    <message>
        <source>Show report</source>
        <translation>查看报告</translation>
    </message>
    <message>
        <source>Something went wrong inside the program; it goes on. The log says more.</source>
        <translation>程序内部出错，但会继续运行。详情请看日志。</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Reset: {0}</source>
        <translation>重置：{0}</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>立即重新启动</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Player</source>
        <translation>播放器</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Model pack</source>
        <translation>模型包</translation>
    </message>
    <message>
        <source>Compute device</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>精细程度</translation>
    </message>
    <message>
        <source>Do not read videos from</source>
        <translation>暂停读取视频，从</translation>
    </message>
    <message>
        <source>The hour at which reading videos in the background waits; the same as the next one for never.</source>
        <translation>从这个钟点起，后台暂停读取视频；与下一项相同则从不暂停。</translation>
    </message>
    <message>
        <source>o&apos;clock</source>
        <translation>点</translation>
    </message>
    <message>
        <source>Do not read videos until</source>
        <translation>暂停读取视频，到</translation>
    </message>
    <message>
        <source>The hour at which it goes on; it may lie past midnight.</source>
        <translation>到这个钟点继续读取；可以在午夜之后。</translation>
    </message>
    <message>
        <source>Read videos while on battery</source>
        <translation>使用电池时也读取视频</translation>
    </message>
    <message>
        <source>Without this, reading waits for the mains.</source>
        <translation>不勾选时，接通电源后才继续读取。</translation>
    </message>
    <message>
        <source>Let all other programs go first</source>
        <translation>让其他程序优先</translation>
    </message>
    <message>
        <source>Decode processes take what time of processor and disk the others leave; reading takes longer.</source>
        <translation>解码进程只使用其他程序空出的处理器和磁盘时间；读取会更慢。</translation>
    </message>
    <message>
        <source>Order of reading</source>
        <translation>读取顺序</translation>
    </message>
    <message>
        <source>Watch the folders</source>
        <translation>监视文件夹</translation>
    </message>
    <message>
        <source>New and changed videos are taken in by themselves; else “Look for changes” finds them.</source>
        <translation>新增和更改的视频会自动收录；否则要用“检查变动”来找到它们。</translation>
    </message>
    <message>
        <source>Keep videos whose files are gone for</source>
        <translation>文件消失的视频保留</translation>
    </message>
    <message>
        <source>Then they are forgotten, which you can undo. A drive that is not plugged in does not count.</source>
        <translation>之后会被移出视频库，这可以撤销。未连接的磁盘不算在内。</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>Videos read at the same time</source>
        <translation>同时读取的视频数</translation>
    </message>
    <message>
        <source>“Automatic” takes as many as the machine allows. Each one is a process of its own and takes up to 400 MB. From the next start on.</source>
        <translation>“自动”按电脑性能决定。每个视频各用一个进程，最多占用 400 MB 内存。下次启动时生效。</translation>
    </message>
    <message>
        <source>“Automatic” takes the fastest that works. From the next start on.</source>
        <translation>“自动”会选用能够工作的最快设备。下次启动时生效。</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器（CPU）</translation>
    </message>
    <message>
        <source>NVIDIA graphics (CUDA)</source>
        <translation>NVIDIA 显卡（CUDA）</translation>
    </message>
    <message>
        <source>Apple graphics (MPS)</source>
        <translation>Apple 芯片（MPS）</translation>
    </message>
    <message>
        <source>Intel graphics (XPU)</source>
        <translation>Intel 显卡（XPU）</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>不等待</translation>
    </message>
    <message>
        <source>Room for thumbnails</source>
        <translation>缩略图占用空间</translation>
    </message>
    <message>
        <source>What is over goes, first what you did not look at for longest; it is made again when needed.</source>
        <translation>超出的部分会被清除，最久未查看的先清除；需要时会重新生成。</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Wait after the last key before searching</source>
        <translation>停止输入后等待多久再搜索</translation>
    </message>
    <message>
        <source>Shorter feels quicker and searches more often while you type.</source>
        <translation>越短感觉越快，输入过程中搜索也越频繁。</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>毫秒</translation>
    </message>
    <message>
        <source>Results shown</source>
        <translation>显示的结果数</translation>
    </message>
    <message>
        <source>videos</source>
        <translation>个视频</translation>
    </message>
    <message>
        <source>Captions shown for a clip</source>
        <translation>每个短片显示的说明数</translation>
    </message>
    <message>
        <source>captions</source>
        <translation>条说明</translation>
    </message>
    <message>
        <source>Other player</source>
        <translation>其他播放器</translation>
    </message>
    <message>
        <source>VLC</source>
        <translation>VLC</translation>
    </message>
    <message>
        <source>mpv</source>
        <translation>mpv</translation>
    </message>
    <message>
        <source>MPC-HC</source>
        <translation>MPC-HC</translation>
    </message>
    <message>
        <source>MPC-BE</source>
        <translation>MPC-BE</translation>
    </message>
    <message>
        <source>PotPlayer</source>
        <translation>PotPlayer</translation>
    </message>
    <message>
        <source>IINA</source>
        <translation>IINA</translation>
    </message>
    <message>
        <source>The theme: light, dark, or as the system has it.</source>
        <translation>主题：浅色、深色，或跟随系统。</translation>
    </message>
    <message>
        <source>Tell when a long job has ended</source>
        <translation>长任务结束时通知</translation>
    </message>
    <message>
        <source>A note of the system, and only while the window is not in front.</source>
        <translation>系统通知，只在窗口不在最前时显示。</translation>
    </message>
    <message>
        <source>Icon beside the clock</source>
        <translation>时钟旁的图标</translation>
    </message>
    <message>
        <source>It shows the window, pauses and ends the program. Closing the window ends the program too.</source>
        <translation>可以显示窗口、暂停和结束程序。关闭窗口同样会结束程序。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Folders and videos</source>
        <translation>文件夹和视频</translation>
    </message>
    <message>
        <source>Technical</source>
        <translation>技术选项</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>What the window speaks; what the model understands is the pack&apos;s matter. From the next start on.</source>
        <translation>窗口使用的语言；模型能理解哪些语言取决于模型包。下次启动时生效。</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>图片大小</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Go through a video by moving the pointer over its picture</source>
        <translation>指针在图片上移动时浏览视频</translation>
    </message>
    <message>
        <source>Newest first begins with the files that were changed last.</source>
        <translation>“最新的在前”从最近更改的文件开始。</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新的在前</translation>
    </message>
    <message>
        <source>Folder by folder, by name</source>
        <translation>按名称逐个文件夹</translation>
    </message>
    <message>
        <source>How densely videos over 24 seconds are looked at: “Whole” is quick and finds no moments, “Normal” looks every 2 seconds, “Fine” every second and takes twice the time. From the next start on.</source>
        <translation>超过 24 秒的视频看得多细：“整体”速度快，但找不到具体时刻；“普通”每 2 秒看一次；“精细”每秒看一次，耗时加倍。下次启动时生效。</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>整体</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Fine</source>
        <translation>精细</translation>
    </message>
    <message>
        <source>“Automatic” takes the first that is installed and can begin at the moment; “As the system” is the one that opens videos on this computer, mostly from their start.</source>
        <translation>“自动”使用已安装且能从指定时刻开始播放的第一个播放器；“跟随系统”使用这台电脑上打开视频的默认程序，通常从头播放。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Play a result as soon as it is selected</source>
        <translation>选中结果后立即播放</translation>
    </message>
    <message>
        <source>Another pack reads all videos anew, and the old one answers until then; what it read is kept.</source>
        <translation>换用别的模型包会重新读取所有视频，读完之前仍由旧模型包回答；旧模型包读取的内容会保留。</translation>
    </message>
    <message>
        <source>Of a search: the best ones come first in any case. Without words all videos are listed.</source>
        <translation>指搜索结果：最好的总是排在最前。没有输入词语时列出全部视频。</translation>
    </message>
    <message>
        <source>In the inspector. Without this it plays when you click its picture there.</source>
        <translation>在检查器中。关闭此项时，点击其中的画面才会播放。</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>没有包含这些文字的设置。</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>All settings are the built-in ones already.</source>
        <translation>所有设置都已经是内置值。</translation>
    </message>
    <message>
        <source>Settings that were reset: {0}.</source>
        <translation>已重置 {0} 项设置。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新按键</translation>
    </message>
    <message>
        <source>Use this key</source>
        <translation>使用此按键</translation>
    </message>
    <message>
        <source>Built-in key</source>
        <translation>默认按键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>In the player: Space, J, K and L play; arrows go 5 seconds, with Shift 10, with Ctrl 60; , and . go one picture; 1 to 9 go to tenths; N and Shift+N go to matches; R loops; [ and ] mark a piece; M mutes; F fills the screen; Escape closes.</source>
        <translation>播放器中：空格、J、K、L 控制播放；方向键移动 5 秒，按住 Shift 为 10 秒，按住 Ctrl 为 60 秒；, 和 . 逐帧移动；1 到 9 跳到各个十分之一处；N 和 Shift+N 跳到匹配处；R 循环；[ 和 ] 标记片段；M 静音；F 全屏；Esc 关闭。</translation>
    </message>
    <message>
        <source>{0} belongs to “{1}” already. Change that one first.</source>
        <translation>{0} 已用于“{1}”。请先更改那一项。</translation>
    </message>
    <message>
        <source>{0} belongs to “{1}” now. Change that one first.</source>
        <translation>{0} 现在用于“{1}”。请先更改那一项。</translation>
    </message>
</context>
<context>
    <name>SidePlace</name>
    <message>
        <source>Selected result</source>
        <translation>所选结果</translation>
    </message>
    <message>
        <source>Dropped clip</source>
        <translation>拖入的片段</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Library</source>
        <translation>视频库</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>保存的搜索</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Recent searches</source>
        <translation>最近的搜索</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>What is not read and not shown. The files stay on the disk.</source>
        <translation>不读取也不显示的内容。文件仍留在磁盘上。</translation>
    </message>
    <message>
        <source>No folder yet. Add one, or drop it on the window.</source>
        <translation>还没有文件夹。请添加一个，或把它拖到窗口上。</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>在文件管理器中显示</translation>
    </message>
    <message>
        <source>Choose where it is now…</source>
        <translation>选择它现在的位置…</translation>
    </message>
    <message>
        <source>For a folder that was moved or renamed, or whose drive has another name now. Nothing is read anew.</source>
        <translation>用于已移动或改名，或所在驱动器名称已变的文件夹。无需重新读取。</translation>
    </message>
    <message>
        <source>Read gently (one file at a time)</source>
        <translation>轻缓读取（一次一个文件）</translation>
    </message>
    <message>
        <source>Its videos are not shown any more. Nothing is deleted from the disk.</source>
        <translation>不再显示其中的视频。不会从磁盘上删除任何内容。</translation>
    </message>
    <message>
        <source>It is read and shown again.</source>
        <translation>重新读取并显示。</translation>
    </message>
    <message>
        <source>Clear this list</source>
        <translation>清空此列表</translation>
    </message>
    <message>
        <source>What was searched is forgotten. Saved searches stay.</source>
        <translation>清除搜索记录。已保存的搜索会保留。</translation>
    </message>
    <message>
        <source>Show only videos with this tag</source>
        <translation>只显示带此标签的视频</translation>
    </message>
    <message>
        <source>{0}
Not searched. Its menu takes it in again.</source>
        <translation>{0}
不参与搜索。可在其菜单中重新纳入。</translation>
    </message>
    <message>
        <source>Search only here</source>
        <translation>只在这里搜索</translation>
    </message>
    <message>
        <source>Look for changes</source>
        <translation>检查变动</translation>
    </message>
    <message>
        <source>One file at a time, after all others: for slow disks and network shares.</source>
        <translation>每次只读一个文件，排在所有其他文件之后：适合慢速磁盘和网络共享。</translation>
    </message>
    <message>
        <source>Remove from the library</source>
        <translation>从视频库移除</translation>
    </message>
    <message>
        <source>Leave out of the library</source>
        <translation>从视频库中排除</translation>
    </message>
    <message>
        <source>It is not read and not shown any more. Nothing is deleted from the disk.</source>
        <translation>不再读取，也不再显示。磁盘上的文件不会被删除。</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Only with this tag</source>
        <translation>仅带此标签的</translation>
    </message>
    <message>
        <source>Only without this tag</source>
        <translation>仅不带此标签的</translation>
    </message>
    <message>
        <source>Take in again</source>
        <translation>重新纳入</translation>
    </message>
</context>
<context>
    <name>SidebarController</name>
    <message>
        <source>Type what to look for first; then the search can be saved.</source>
        <translation>请先输入要找的内容，然后才能保存搜索。</translation>
    </message>
    <message>
        <source>There was nothing to change.</source>
        <translation>没有可改动的内容。</translation>
    </message>
    <message>
        <source>Taken back: {0}.</source>
        <translation>已撤销：{0}。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Where does {0} lie now?</source>
        <translation>{0} 现在在哪里？</translation>
    </message>
    <message>
        <source>{0} lies there now. Videos that were found again: {1}. Nothing is read anew.</source>
        <translation>{0} 现在位于该处。重新找到的视频：{1} 个。无需重新读取。</translation>
    </message>
    <message>
        <source>{0} is read one file at a time from now on, after all others.</source>
        <translation>从现在起，{0} 每次只读一个文件，排在所有其他文件之后。</translation>
    </message>
    <message>
        <source>{0} is read like all others again.</source>
        <translation>{0} 恢复为与其他文件夹一样读取。</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Progress of reading videos</source>
        <translation>读取视频的进度</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Paused. Videos that wait: {0}. What was read can be searched.</source>
        <translation>已暂停。等待读取的视频：{0} 个。已读取的内容可以搜索。</translation>
    </message>
    <message>
        <source>Paused. What was read so far can be searched.</source>
        <translation>已暂停。已读取的内容可以搜索。</translation>
    </message>
    <message>
        <source>Stopped. {0} videos can be searched; “Look for changes” goes on.</source>
        <translation>已停止。可以搜索 {0} 个视频；点“检查变动”可继续。</translation>
    </message>
    <message>
        <source>{0} videos can be searched</source>
        <translation>可以搜索 {0} 个视频</translation>
    </message>
    <message>
        <source>files that are copies of them: {0}</source>
        <translation>是其副本的文件：{0}</translation>
    </message>
    <message>
        <source>files with problems: {0}</source>
        <translation>有问题的文件：{0}</translation>
    </message>
    <message>
        <source>Problems: {0}</source>
        <translation>问题：{0}</translation>
    </message>
</context>
<context>
    <name>SuggestionsView</name>
    <message>
        <source>Suggestions</source>
        <translation>建议</translation>
    </message>
</context>
<context>
    <name>TagEditor</name>
    <message>
        <source>Type a tag, then press Enter</source>
        <translation>输入标签后按回车</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
</context>
<context>
    <name>TagPopup</name>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>No tag that all of them have.</source>
        <translation>没有共同的标签。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Tags of the selected videos: {0}</source>
        <translation>所选视频的标签：{0}</translation>
    </message>
</context>
<context>
    <name>TileDelegate</name>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>partial</source>
        <translation>不完整</translation>
    </message>
</context>
<context>
    <name>TuneWorker</name>
    <message>
        <source>The tuning ended without a word. Start it again to go on.</source>
        <translation>微调无故中断了。重新开始即可继续。</translation>
    </message>
</context>
<context>
    <name>Tuning</name>
    <message>
        <source>Words only</source>
        <translation>只学文字</translation>
    </message>
    <message>
        <source>Learns how you say things. Quick: the captioned videos are looked at once, and the library need not be read again with the result.</source>
        <translation>学习您的说法。速度快：带说明的视频只看一遍，视频库不必用新模型包重新读取。</translation>
    </message>
    <message>
        <source>Words and pictures (VoP)</source>
        <translation>文字和画面（VoP）</translation>
    </message>
    <message>
        <source>Learns from the pictures too. All videos are read again with the result.</source>
        <translation>也从画面中学习。所有视频都要用结果重新读取。</translation>
    </message>
    <message>
        <source>With places (VoP-P)</source>
        <translation>加上位置（VoP-P）</translation>
    </message>
    <message>
        <source>Also learns where in a clip each frame stands. All videos are read again.</source>
        <translation>还学习每一帧在片段中的位置。所有视频都要重新读取。</translation>
    </message>
    <message>
        <source>With context (VoP-C)</source>
        <translation>加上上下文（VoP-C）</translation>
    </message>
    <message>
        <source>Also learns how frames belong together. Slow; all videos are read again.</source>
        <translation>还学习各帧之间的联系。较慢；所有视频都要重新读取。</translation>
    </message>
    <message>
        <source>With layers (VoP-F)</source>
        <translation>加上层次（VoP-F）</translation>
    </message>
    <message>
        <source>Learns of the clip as a whole in the upper layers. All videos are read again.</source>
        <translation>在上层中学习片段的整体。所有视频都要重新读取。</translation>
    </message>
    <message>
        <source>Layers and places (VoP-F+P)</source>
        <translation>层次和位置（VoP-F+P）</translation>
    </message>
    <message>
        <source>Both of these; needs more captions. All videos are read again.</source>
        <translation>两者兼有；需要更多说明。所有视频都要重新读取。</translation>
    </message>
    <message>
        <source>Layers and context (VoP-F+C)</source>
        <translation>层次和上下文（VoP-F+C）</translation>
    </message>
    <message>
        <source>The most that can be learned, and the slowest. All videos are read again.</source>
        <translation>能学到的最多，也最慢。所有视频都要重新读取。</translation>
    </message>
    <message>
        <source>Looking at the captioned videos: {0} of {1}</source>
        <translation>正在查看带说明的视频：{0} / {1}</translation>
    </message>
    <message>
        <source>Taking down what the captioned videos show: {0} of {1}</source>
        <translation>正在记录带说明的视频的内容：{0} / {1}</translation>
    </message>
    <message>
        <source>Trying how fast to learn: {0} of {1}</source>
        <translation>正在尝试合适的学习速度：{0} / {1}</translation>
    </message>
    <message>
        <source>Learning: step {0} of {1}</source>
        <translation>正在学习：第 {0} 步，共 {1} 步</translation>
    </message>
    <message>
        <source>Examining at step {0} of {1}</source>
        <translation>正在检验：第 {0} 步，共 {1} 步</translation>
    </message>
    <message>
        <source>Comparing on the videos that were held out…</source>
        <translation>正在用留出的视频比较…</translation>
    </message>
</context>
<context>
    <name>TuningController</name>
    <message>
        <source>Tuning “{0}” was interrupted.</source>
        <translation>“{0}”的微调被中断了。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>The pack “{0}” is tuned.</source>
        <translation>模型包“{0}”已微调完成。</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>“{0}” is kept: Library, “Model packs…” lists it, and there it is used or removed.</source>
        <translation>“{0}”已保留：可在“视频库”菜单的“模型包…”中找到，在那里使用或移除。</translation>
    </message>
    <message>
        <source>“{0}” is being taken into use: it answers as soon as it knows all your videos.</source>
        <translation>正在启用“{0}”：等它了解您的全部视频后，就由它来回答。</translation>
    </message>
    <message>
        <source>“{0}” is in use now. Search with your own words.</source>
        <translation>现在使用“{0}”。请用您自己的说法搜索。</translation>
    </message>
    <message>
        <source>The pack was written to {0}.</source>
        <translation>模型包已写入 {0}。</translation>
    </message>
</context>
<context>
    <name>TuningWindow</name>
    <message>
        <source>Teach a pack your words</source>
        <translation>教模型包您的说法</translation>
    </message>
    <message>
        <source>Progress of tuning</source>
        <translation>微调进度</translation>
    </message>
    <message>
        <source>How far off it still is: less is better</source>
        <translation>偏差有多大：越小越好</translation>
    </message>
    <message>
        <source>The loss of each step, on the videos that are learned from.</source>
        <translation>每一步在学习所用视频上的损失。</translation>
    </message>
    <message>
        <source>Share found at first try, of videos held out</source>
        <translation>留出的视频中一次就找到的比例</translation>
    </message>
    <message>
        <source>Recall at 1 on the validation videos, which are not learned from.</source>
        <translation>验证视频上的 R@1，这些视频不参与学习。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Throw the half run away</source>
        <translation>丢弃未完成的微调</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The captions of this library</source>
        <translation>这个视频库里的说明</translation>
    </message>
    <message>
        <source>A table of captions (CSV: file, caption)</source>
        <translation>说明表格（CSV：file、caption）</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Tune</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Call it</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Passes at most</source>
        <translation>最多轮数</translation>
    </message>
    <message>
        <source>A pack can learn your words from videos that have captions. Some videos are held out to see whether it helped. It all happens on this computer, and goes on when this window is closed.</source>
        <translation>模型包可以从带有说明的视频中学习您的说法。会留出一部分视频，看看是否有帮助。一切都在这台电脑上进行，关闭此窗口后也会继续。</translation>
    </message>
    <message>
        <source>Learn from</source>
        <translation>学习来源</translation>
    </message>
    <message>
        <source>{0} captions of {1} videos</source>
        <translation>{1} 个视频的 {0} 条说明</translation>
    </message>
    <message>
        <source>{0} captions of {1} videos: too few. Caption at least 20 videos.</source>
        <translation>{1} 个视频的 {0} 条说明：太少了。请至少为 20 个视频加上说明。</translation>
    </message>
    <message>
        <source>Typed or accepted: {0}; from files beside the videos: {1}; titles in them: {2}.</source>
        <translation>自己写的或采纳的：{0}；来自视频旁的文件：{1}；视频内的标题：{2}。</translation>
    </message>
    <message>
        <source>“{0}” was interrupted. It goes on where it was.</source>
        <translation>“{0}”被中断了。会从中断处继续。</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>“{0}” is ready.</source>
        <translation>“{0}”已准备好。</translation>
    </message>
    <message>
        <source>off by</source>
        <translation>偏差</translation>
    </message>
    <message>
        <source>words to videos</source>
        <translation>文字找视频</translation>
    </message>
    <message>
        <source>videos to words</source>
        <translation>视频找文字</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>A table of captions</source>
        <translation>说明表格</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
</context>
<context>
    <name>WhyPanel</name>
    <message>
        <source>Why this match?</source>
        <translation>为什么匹配？</translation>
    </message>
    <message>
        <source>Similarity of each frame by itself</source>
        <translation>每一帧单独的相似度</translation>
    </message>
    <message>
        <source>What each word adds</source>
        <translation>每个词的贡献</translation>
    </message>
    <message>
        <source>Just ahead of it</source>
        <translation>排在它前面的</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>There is nothing to explain: type what is to be seen, then ask again.</source>
        <translation>没有可解释的内容：请先输入要看到的内容，然后再试。</translation>
    </message>
    <message>
        <source>This video was not ranked by what is seen in it.</source>
        <translation>此视频不是按画面内容排序的。</translation>
    </message>
    <message>
        <source>Similarity {0} of its frames seen together.</source>
        <translation>各帧合起来看的相似度为 {0}。</translation>
    </message>
    <message>
        <source>Match: {0}, at {1}.</source>
        <translation>匹配：{0}，位于 {1}。</translation>
    </message>
    <message>
        <source>Place {0} of {1} videos for “{2}”.</source>
        <translation>“{2}”：在 {1} 个视频中排第 {0}。</translation>
    </message>
    <message>
        <source>The conditions of “{0}” leave it out.</source>
        <translation>“{0}”的条件将它排除在外。</translation>
    </message>
    <message>
        <source>What speaks for it: {0}.</source>
        <translation>依据：{0}。</translation>
    </message>
</context>
<context>
    <name>WordingEditor</name>
    <message>
        <source>Wording of the caption</source>
        <translation>说明的措辞</translation>
    </message>
</context>
<context>
    <name>Worker</name>
    <message>
        <source>There is not enough memory for this. Close other programs.</source>
        <translation>内存不足。请关闭其他程序。</translation>
    </message>
    <message>
        <source>Something went wrong inside the program. The log says more.</source>
        <translation>程序内部出错。详情请看日志。</translation>
    </message>
</context>
</TS>
