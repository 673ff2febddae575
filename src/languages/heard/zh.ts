import type { SeldomHeard } from './templates.ts';

const zh: SeldomHeard = {
  "{engine} Its fused kernels agree with TensorFlow.js's own here.": '{engine}融合内核在此与 TensorFlow.js 自带的结果一致。',
  '{engine} It is slower than it could be, because our kernels failed their check on this GPU: {problem}.':
    '{engine}速度没有达到应有水平，因为我们的内核在这块 GPU 上没有通过检查：{problem}。',
  "they give other results than TensorFlow.js's own": '结果与 TensorFlow.js 自带的不同',
  'Training runs on the GPU (WebGPU, {adapter}).': '训练在 GPU 上进行（WebGPU，{adapter}）。',
  'Training runs on the CPU (WebAssembly), because there is no WebGPU here. It is slower than a GPU.':
    '此处没有 WebGPU，训练在 CPU 上进行（WebAssembly），比 GPU 慢。',
  'Training runs on the CPU (WebAssembly), because the only GPU adapter here is a software one. It is slower than a GPU.':
    '此处唯一的 GPU 适配器是软件模拟的，训练在 CPU 上进行（WebAssembly），比 GPU 慢。',
  'Training runs on the CPU (WebAssembly), because WebGPU could not be started on {adapter}. It is slower than a GPU.':
    'WebGPU 无法在 {adapter} 上启动，训练在 CPU 上进行（WebAssembly），比 GPU 慢。',
  'WebAssembly with SIMD could not be started; a browser from 2023 or later is needed.':
    '无法启动带 SIMD 的 WebAssembly；需要 2023 年或之后的浏览器。',
  'The GPU reported an error: {detail}': 'GPU 报告了错误：{detail}',
  'The GPU was reset (no reason given).': 'GPU 被重置（原因不明）。',
  'The GPU was reset ({detail}).': 'GPU 被重置（{detail}）。',
  'The decoding kernel could not be compiled on this device ({detail}). Train without the GPU instead.':
    '解码内核无法在这台设备上编译（{detail}）。请改为不用 GPU 训练。',
  'The JavaScript sandbox gives wrong answers here; programs cannot be graded.': 'JavaScript 沙箱在此给出错误结果，无法给程序评分。',
  'The training worker could not go on: {detail}. Reload the page and continue.': '训练线程无法继续：{detail}。请刷新页面后继续。',
  'The training worker could not go on. Reload the page and continue.': '训练线程无法继续。请刷新页面后继续。',
  'Pretraining a base: {share} of single answers are right after {step} updates.':
    '正在预训练基座：{step} 次更新后，{share} 的单次回答正确。',
  'Pretraining a base: teaching it the form of a second answer, update {step} of {steps}.':
    '正在预训练基座：学习第二次回答的格式，第 {step} / {steps} 次更新。',
  'Sampling answers to imitate: 1 batch to go.': '正在采样用于模仿的回答：还剩 1 批。',
  'Sampling answers to imitate: {count} batches to go.': '正在采样用于模仿的回答：还剩 {count} 批。',
  'Measuring on {count} held-out problems.': '正在用 {count} 道留出题测量。',
  'Training.': '正在训练。',
  'Stopped at step {step}: the {quantity} is not a finite number.': '停在第 {step} 步：{quantity}不是有限数。',
  'Pretraining stopped at step {step}: the {quantity} is not a finite number.': '预训练停在第 {step} 步：{quantity}不是有限数。',
  loss: '损失',
  'gradient norm': '梯度范数',
  'The base reached an accuracy of {accuracy} in {steps} updates, not {wanted}. Raise pretrainSteps, or make the task easier or the model larger.':
    '基座在 {steps} 次更新后准确率为 {accuracy}，没有达到 {wanted}。请增加预训练更新次数，或降低任务难度、增大模型。',
  'No sampled episode had an answer to imitate. Raise the temperature or the base’s accuracy, or choose another method.':
    '采样的回合中没有可以模仿的回答。请提高温度或基座准确率，或换一种方法。',
  'The base checkpoint was made for the task "{made}", not for "{asked}".': '基座检查点是为任务“{made}”制作的，不适用于“{asked}”。',
  'The base checkpoint was made with {made}; the run has {asked}. Pretrain a base for it.':
    '基座检查点的设置是 {made}，而运行的是 {asked}。请为它预训练一个基座。',
  'The base checkpoint has another vocabulary or a shorter context than this task needs.':
    '基座检查点的词表不同，或上下文长度不够这个任务使用。',
  'This run is being trained. Pause it, then look closer.': '这次运行正在训练。请先暂停，再仔细看。',
  'Another closer look is being taken. Wait until it is done, or stop it.': '另一项探测正在进行。请等它完成，或停止它。',
  'This run has stopped. Continue it from its last checkpoint, then look closer.': '这次运行已停止。请先从最近的检查点继续，再仔细看。',
  'The model of this run was not saved. Train the run again, then look closer.': '这次运行的模型没有保存。请重新训练，再仔细看。',
  'Answers to other problems need at least two problems that differ; evaluate more of them.':
    '要用别题的答案，至少需要两道不同的题；请增加评测题数。',
  'In the address: {refusal} The last evaluation is shown.': '网址中：{refusal}显示最后一次评测。',
  'In the address: {refusal} Temperature 1 is shown.': '网址中：{refusal}按温度 1 显示。',
  'In the address: {refusal} Nothing is opened.': '网址中：{refusal}不打开任何对话框。',
  'at must be a whole number of updates; got {given}.': 'at 须为更新次数，是整数；现在是 {given}。',
  'at must be at most {updates}, the last update; got {given}.': 'at 不能超过最后一次更新 {updates}；现在是 {given}。',
  'T must be 0 (greedy) or 1; got {given}.': 'T 须为 0（贪心解码）或 1；现在是 {given}。',
  'open must be one of {words}; got {given}.': 'open 须为以下之一：{words}；现在是 {given}。',
  nothing: '空的',
  'In the address: v must be a whole number from 1 to {newest}; got {given}. It is read as version {as}.':
    '网址中：v 须为 1 到 {newest} 之间的整数；现在是 {given}。按第 {as} 版读取。',
  'This address is of version {version}; this page reads versions 1 to {newest}. It shows what it understands. Reload the page: there may be a newer one.':
    '这个网址是第 {version} 版；本页能读第 1 到 {newest} 版，只显示能理解的部分。请刷新页面：可能有更新的版本。',
  'In the address: hide has no part "{part}". Parts that can be hidden: {parts}.':
    '网址中：hide 没有“{part}”这一部分。可以隐藏的有：{parts}。',
  'The file is too large for a run: it holds {size}; the page opens up to {most}.':
    '文件太大，不像一次运行：有 {size}；页面最多打开 {most}。',
  'This is not a run of Second Thoughts: a run is saved as a zip file, and this is none.':
    '这不是 Second Thoughts 的运行：运行保存为 zip 文件，而这个不是。',
  'This zip file is not a run of Second Thoughts: there is no settings.json in it.':
    '这个 zip 文件不是 Second Thoughts 的运行：里面没有 settings.json。',
  'This zip file is not a run of Second Thoughts: the format in its settings.json is not "{format}".':
    '这个 zip 文件不是 Second Thoughts 的运行：settings.json 中的格式不是“{format}”。',
  'This run was saved in version {version} of the file; this page reads version {own}. Reload the page: there may be a newer one.':
    '这次运行以第 {version} 版文件格式保存；本页读取第 {own} 版。请刷新页面：可能有更新的版本。',
  'The file is damaged or was cut off: it does not unzip. Save the run again where it came from.':
    '文件已损坏或不完整，无法解压。请在原处重新保存这次运行。',
  'The file is damaged: its state was trained with other settings ({settings}).':
    '文件已损坏：其中的模型状态是用别的设置训练的（{settings}）。',
  'The file is damaged: its state has {updates} updates; settings.json says {said}.':
    '文件已损坏：模型状态有 {updates} 次更新，而 settings.json 写的是 {said}。',
  'The file is damaged: {file} has {bytes} bytes; settings.json says {said}.':
    '文件已损坏：{file} 有 {bytes} 字节，而 settings.json 写的是 {said}。',
  'The file is damaged: {file} is not what was saved, its SHA-256 differs from that in settings.json.':
    '文件已损坏：{file} 与保存时不同，SHA-256 与 settings.json 中的不一致。',
  'The file is damaged: {file} is missing in it.': '文件已损坏：缺少 {file}。',
  'The file is damaged: {file} is not JSON.': '文件已损坏：{file}不是 JSON。',
  'The file is damaged: {file} is wrong at "{path}": {detail}.': '文件已损坏：{file}在“{path}”处有误：{detail}。',
  'line {line} of {file}': '{file} 第 {line} 行',
  'This run began from another base model of {task} than the one that comes with this page, so the page could not tell the two apart. The copy of the page that saved it can open it.':
    '这次运行出发时的 {task} 基座与本页附带的不同，页面会把两者混淆。可以用当初保存它的那份页面打开。',
  "This browser has that run already, with {own} updates; the file has {theirs}. To open the file's, save yours to a file, delete it in the table of runs, and open the file again.":
    '此浏览器中已有这次运行，有 {own} 次更新；文件中的有 {theirs} 次。若要打开文件中的，请先把现有的保存为文件，在运行表中删除它，再打开文件。',
  'This run is not saved yet. Give it a name after its first evaluation.': '这次运行还没有保存。请在首次评测之后再命名。',
  'This run is being trained. Pause it, then delete it.': '这次运行正在训练。请先暂停，再删除。',
  'This run is gone: the page was opened in another tab since it was deleted.':
    '这次运行已不存在：删除之后，本页又在另一个标签页中打开过。',
  'This run is not saved yet: its first checkpoint comes with its first evaluation.': '这次运行还没有保存：首次评测时才有第一个检查点。',
  'This browser cannot make a PNG of the picture. Save it as SVG.': '此浏览器无法把图片转成 PNG。请保存为 SVG。',
  '“{first}” and “{second}” have no finished run of a common seed. A paired comparison needs two: train more seeds of both.':
    '“{first}”与“{second}”没有种子相同的已完成运行。成对比较需要两个：请为两组训练更多种子。',
  '“{first}” and “{second}” have finished runs of one common seed, {seed}. A paired comparison needs two: train more seeds of both.':
    '“{first}”与“{second}”只有一个共同的种子 {seed}。成对比较需要两个：请为两组训练更多种子。',
  '“{group}” has more than one run of seed {seed}. Choose a group that has one run of every seed.':
    '“{group}”中种子 {seed} 的运行不止一次。请选择每个种子只有一次运行的组。',
  'Seeds are written like 1-10 or 1, 2, 5; got {given}.': '种子写成 1-10 或 1, 2, 5；现在是 {given}。',
  'A range of seeds goes up; got {given}. Write {right}.': '种子的范围须由小到大；现在是 {given}。请写成 {right}。',
  'A seed is a whole number between {min} and {max}; got {given}.': '种子须为 {min} 到 {max} 之间的整数；现在是 {given}。',
  'At most {most} seeds at a time; these are {count}.': '一次最多 {most} 个种子；现在有 {count} 个。',
  'At most {most} seeds at a time; {given} are {count}.': '一次最多 {most} 个种子；{given} 有 {count} 个。',
  'It could not be asked.': '无法提问。',
  'Runs are being trained. Pause them, then ask.': '有运行正在训练。请先暂停，再提问。',
  'There is no model of this kind to ask yet. Train it for an update, then ask.': '还没有这种模型可问。请先训练一次更新，再提问。',
  'The model of this recording could not be loaded. Check the connection, then ask again.':
    '无法加载这段录像的模型。请检查网络连接，再提问。',
  '{wrong} Write it like this: {example}': '{wrong}请这样写：{example}',
  '{typed} is not a sum of two whole numbers.': '{typed} 不是两个整数的加法。',
  '{typed} has {digits} digits; this model adds numbers of at most {most}.': '{typed} 有 {digits} 位；这个模型的加数最多 {most} 位。',
  '{typed} is no border of two regions, or of a region and a colour A, B or C.':
    '{typed} 不是两个区域之间、或一个区域与颜色 A、B、C 之间的边界。',
  'The regions have the numbers 1 to {most}; got {given}.': '区域编号为 1 到 {most}；现在是 {given}。',
  'Region {region} touches two colours; on these maps a region touches one at most.':
    '区域 {region} 与两种颜色相接；在这些地图上，一个区域最多与一种颜色相接。',
  'Regions {one} and {other} do not lie side by side: a region borders the next one and the one after it.':
    '区域 {one} 与 {other} 不相邻：一个区域只与其后的两个区域相邻。',
  '{typed} has no border between two regions: there is nothing to colour.': '{typed} 中没有两个区域之间的边界：没有需要着色的。',
  'No three colours do for this map.': '这张地图三种颜色不够。',
  '{typed} does not say which numbers make which target.': '{typed} 没有写明用哪些数凑出哪个目标。',
  'There are {count} numbers before the arrow; this model uses {wanted}.': '箭头前有 {count} 个数；这个模型用 {wanted} 个。',
  'The numbers must be from 1 to 9; got {given}.': '每个数须为 1 到 9；现在是 {given}。',
  'The target must be from 1 to {most}; got {given}.': '目标须为 1 到 {most}；现在是 {given}。',
  'No way with {signs} makes {target} of {numbers}.': '用 {signs} 无法由 {numbers} 凑出 {target}。',
  '+ and −': '+ 和 −',
  '+, − and ×': '+、− 和 ×',
  '{typed} is not two examples of one function.': '{typed} 不是同一个函数的两个例子。',
  '{typed} has more digits than the {digits} that this model reads.': '{typed} 超过了这个模型能读的 {digits} 位。',
  'Both examples say what f({x}) is; two inputs are needed.': '两个例子都是 f({x})；需要两个不同的输入。',
  'No {forms} has f({x})={y} and f({nextX})={nextY}.': '没有 {forms} 满足 f({x})={y} 且 f({nextX})={nextY}。',
  'The constant would be {constant}, which has more digits than the {digits} that this model writes.':
    '常数会是 {constant}，超过了这个模型能写的 {digits} 位。',
  '{typed} is no word of these questions.': '{typed} 不是这些问题里的词。',
  '{typed} names none of the {people} people of this task.': '{typed} 没有提到这个任务的 {people} 人中的任何一个。',
  '{typed} is not the question in one of its two orders.': '{typed} 不是这个问题的两种语序之一。',
  '{typed} cannot stand in these expressions: they are of {signs}.': '{typed} 不能出现在这些表达式中：它们由 {signs} 组成。',
  'Every variable is used once, from {first} to {last}; {missing} is not.': '从 {first} 到 {last} 每个变量各用一次；{missing} 不是。',
  'The {sign} has no two values before it.': '{sign} 前面没有两个值。',
  'One operator is missing at the end.': '末尾缺少一个运算符。',
  '{count} operators are missing at the end.': '末尾缺少 {count} 个运算符。',
  '{typed} is none of the {count} problems that make wrote.': '{typed} 不在 make 写出的 {count} 道题之中。',
  'level {level} of 5': '难度 {level} / 5',
  '{count} characters': '{count} 个字符',
  'A task without a name': '未命名的任务',
  'Whether a second look helps here is for you to find out.': '重看在这里是否有用，由你来发现。',
  'The task could not be tried: {detail}. Reload the page and try again.': '无法试用这个任务：{detail}。请刷新页面再试。',
  'The task could not be tried. Reload the page and try again.': '无法试用这个任务。请刷新页面再试。',
  'The task in this address is damaged. Ask for the whole address, or for the task as a file.':
    '这个网址中的任务已损坏。请索取完整的网址，或任务文件。',
  'The problems of the task "{task}" have not been made yet.': '任务“{task}”的题目还没有生成。',
  'Line {line}: {sentence}': '第 {line} 行：{sentence}',
  'The task is empty. Write a function make and a function check.': '任务是空的。请写一个函数 make 和一个函数 check。',
  'A task has at most {most} characters; this one has {count}. Shorten it.': '任务最多 {most} 个字符；这个有 {count} 个。请缩短。',
  'The task holds a NUL or half a character, which the sandbox cannot read. Remove it.': '任务含有沙箱无法读取的 NUL 或半个字符。请删去。',
  'There is no function make. Write make(random), which returns { prompt, answer }.':
    '没有函数 make。请写 make(random)，返回 { prompt, answer }。',
  'There is no function check. Write check(prompt, answer), which returns true if the answer is right.':
    '没有函数 check。请写 check(prompt, answer)，答案正确时返回 true。',
  'level must be a function of a prompt, or be left out; it is a {kind}.': 'level 须为以 prompt 为参数的函数，或省略；现在是 {kind}。',
  'make and check are too slow: {count} problems may take {turns} loop turns and calls together. Make them simpler.':
    'make 和 check 太慢：{count} 道题合计最多 {turns} 次循环与调用。请写得简单些。',
  'make returned an empty {text}. It must have 1 to {most} characters.': 'make 返回的 {text} 是空的。须有 1 到 {most} 个字符。',
  'The {text} {given} has {count} characters; the most are {most}. Make it shorter.':
    '{text} {given} 有 {count} 个字符；最多 {most} 个。请缩短。',
  'The {text} {given} holds a character that cannot be shown ({code}).': '{text} {given} 含有无法显示的字符（{code}）。',
  'What make says cannot be read. It must not replace what belongs to the language, like JSON or Math.':
    '无法读取 make 的结果。它不能替换语言自带的对象，如 JSON 或 Math。',
  'What the task says cannot be read. It must not replace what belongs to the language, like JSON or Math.':
    '无法读取任务的结果。它不能替换语言自带的对象，如 JSON 或 Math。',
  '{call} is false, and make says that this answer is right. One of them is wrong.':
    '{call} 为 false，而 make 说这个答案正确。两者必有一错。',
  'level must return a whole number from 1 to 5; for {prompt} it returned {level}.':
    'level 须返回 1 到 5 的整数；对 {prompt} 返回了 {level}。',
  'level must return a whole number from 1 to 5; it returned {kind}.': 'level 须返回 1 到 5 的整数；现在返回{kind}。',
  'make must return { prompt, answer }; it returned {kind}.': 'make 须返回 { prompt, answer }；现在返回{kind}。',
  'check must return true or false; it returned {kind}.': 'check 须返回 true 或 false；现在返回{kind}。',
  'The {text} that make returns must be a text; it is {kind}. Write String(…) around it.':
    'make 返回的 {text} 须为文本；现在是{kind}。请用 String(…) 包起来。',
  'a number': '数字',
  'a text': '文本',
  'true or false': 'true 或 false',
  'a list': '列表',
  'an object': '对象',
  'a function': '函数',
  'a symbol': 'Symbol 值',
  'a BigInt': 'BigInt 值',
  'make wrote more than 1,000 characters for one problem. Write short ones.': 'make 为一道题写了超过 1,000 个字符。请写短题。',
  'make does not depend on its random numbers alone: the same ones gave {one} and then {other}. Use random.integer, random.pick and random.shuffle, and change no variable outside make.':
    'make 不只取决于它的随机数：同样的随机数先给出 {one}，后给出 {other}。请使用 random.integer、random.pick 和 random.shuffle，并且不要改动 make 之外的变量。',
  'make gives every problem the same answer, {answer}.': 'make 给每道题同一个答案 {answer}。',
  'make gives only {count} different problems, and {heldout} of them would be held out; at least {least} and {leastHeldout} are needed. Let it choose from more.':
    'make 只给出 {count} 道不同的题，其中 {heldout} 道会留出；至少需要 {least} 道和 {leastHeldout} 道。请让它有更多选择。',
  'check accepts everything: the answers of other problems too, like {call}. It must return false for a wrong answer.':
    'check 什么都接受，连别题的答案也接受，如 {call}。对错误的答案它须返回 false。',
  'Prompts and answers are written with {count} different characters; the most are {most}. Use fewer.':
    '题目和答案用了 {count} 种不同的字符；最多 {most} 种。请少用一些。',
  '{place} takes too long. Is there a loop that does not end?': '{place} 耗时太长。是否有不会结束的循环？',
  '{place} needs more than {size} MiB of memory. Keep less.': '{place} 需要超过 {size} MiB 的内存。请少存一些。',
  '{place} was stopped: it {detail}.': '{place} 被停止：{detail}。',
  '{place} threw an error: {detail}.': '{place} 抛出错误：{detail}。',
  'The text, before make is called,': '文本（在调用 make 之前）',
  'make, check or level': 'make、check 或 level',
  'the text ends where more of it is expected': '文本在不该结束的地方结束了',
  'the text ends where more of it is expected.': '文本在不该结束的地方结束了。',
  'In the address: {refusal} The default is used.': '网址中：{refusal}改用默认值。',
  '{option} must be a whole number between {min} and {max}; got {given}.': '{option}须为 {min} 到 {max} 之间的整数；现在是 {given}。',
  '{option} must be a number between {min} and {max}; got {given}.': '{option}须为 {min} 到 {max} 之间的数；现在是 {given}。',
  '{option} must be a number; got nothing.': '{option}须为数字；现在是空的。',
  '{option} must be a number; got {given}.': '{option}须为数字；现在是 {given}。',
  '{option} must be one of {words}; got {given}.': '{option}须为以下之一：{words}；现在是 {given}。',
  '{option} must be a multiple of {other}; got {given} and {otherGiven}.': '{option}须为{other}的倍数；现在是 {given} 和 {otherGiven}。',
  '{option} must be a multiple of {other}, and larger, for a tree; got {given} and {otherGiven}.':
    '使用树形估计时，{option}须为{other}的倍数且更大；现在是 {given} 和 {otherGiven}。',
  'The dial "{dial}" of "{task}" must be from {min} to {max} in steps of {step}; got {given}.':
    '任务“{task}”的“{dial}”须为 {min} 到 {max}，步长 {step}；现在是 {given}。',
  'The dial "{dial}"': '选项“{dial}”',
  'The task "{task}" has no dial "{dial}". Its dials: {dials}.': '任务“{task}”没有“{dial}”这一项。可用的有：{dials}。',
  'There is no task "{given}". Choose one of: {words}.': '没有任务“{given}”。可选：{words}。',
  'There is no method "{given}". Choose one of: {words}.': '没有方法“{given}”。可选：{words}。',
  '{stage} would train nothing: none of its turns has a reward or a KL. Give one of them either.':
    '{stage}将没有可训练的内容：它的各轮既没有奖励，也没有 KL。请至少给其中一轮加上一样。',
  '{method} has no cell {cell} in its table. It has none.': '{method}的表中没有格子 {cell}，这张表没有任何格子。',
  '{method} has no cell {cell} in its table. It has {cells}.': '{method}的表中没有格子 {cell}。有这些：{cells}。',
  'The cell {cell} must hold one of {rewards}, with -beta1 or -beta2 behind it where a KL pulls it back; got {given}.':
    '格子 {cell} 须为以下之一：{rewards}；由 KL 拉回时，后面再加 -beta1 或 -beta2；现在是 {given}。',
  'The cell {cell} of {method} cannot be changed: its stage imitates chosen answers as they are.':
    '{method}的格子 {cell} 不能更改：它所在的阶段原样模仿选出的回答。',
  'The cell {cell} of {method} cannot be changed: its answers are written by the frozen base, and nothing trains on them.':
    '{method}的格子 {cell} 不能更改：它的回答由冻结的基座写出，不参与训练。',
  'There is no option "{option}".': '没有选项“{option}”。',
  'Only {options} can be set for one run; got {option}. Set it for both.':
    '只有 {options} 可以为单次运行设置；现在是 {option}。请为两者同时设置。',
  'This browser has no room left to save the run. Training goes on, but closing the page would lose what is not saved: free some space, or keep the page open.':
    '此浏览器没有空间保存运行了。训练会继续，但关闭页面会丢失未保存的内容：请腾出空间，或保持页面打开。',
  'This browser does not let the page save the run. Training goes on, but closing the page would lose it.':
    '此浏览器不允许页面保存运行。训练会继续，但关闭页面就会丢失。',
  'The words of this language could not be loaded. Reload the page and choose it again.': '这种语言的文字无法加载。请刷新页面后重新选择。',
  'Starting.': '正在启动。',
  'The base model could not be loaded, so that there is nothing to measure with. Reload the page and try again.':
    '基座模型无法加载，没有可供测量的模型。请刷新页面再试。',
  'The measurement could not go on: {detail}.': '测量无法继续：{detail}。',
  'The measurement could not go on.': '测量无法继续。',
  'At the end, greedy': '训练结束时，贪心解码',
  'At the end, temperature {temperature}': '训练结束时，温度 {temperature}',
  'A closer look': '仔细看看',
  'Over training': '训练过程',
  'When does SCoRe help?': 'SCoRe 何时有用？',
  'Figure 1, left: accuracy of both answers': '图 1 左：两次回答的准确率',
  'Tables 1 to 3 in bars: baselines': '表 1 至表 3 的柱状图：基线',
  'Table 4 in bars: SCoRe without its parts': '表 4 的柱状图：去掉 SCoRe 的各个部分',
  'Variants and controls': '变体与对照',
  'Figure 1, right: majority votes': '图 1 右：多数投票',
  'Figure 4a: edit distances': '图 4a：编辑距离',
  'Figures 4b and 4c: edit distances in training and on held-out problems': '图 4b 与 4c：训练中与留出题上的编辑距离',
  'Figure 5: correction over training': '图 5：训练过程中的纠正',
  'Figure 5, the end of training: correction of fixed first answers and of a model’s own':
    '图 5（训练结束时）：对固定首答与模型自己首答的纠正',
  'Figures 6a and 6b: accuracy and change rate over training': '图 6a 与 6b：训练过程中的准确率与改动率',
  'Figure 7 of the camera-ready paper: transitions by level': '论文终稿图 7：各难度等级的变化',
  'Figure 8: attempts in a row': '图 8：连续作答',
  'Figure 9: a discount in place of SCoRe': '图 9：用折扣代替 SCoRe',
  'By problems and copies, greedy': '按题库大小与照抄比例，贪心解码',
  'By problems and copies, temperature {temperature}': '按题库大小与照抄比例，温度 {temperature}',
  'By what the base can do': '按基座的能力',
  '{name}, training': '{name}，训练',
  '{name}, held out': '{name}，留出',
  '{name}, copy share {share}': '{name}，照抄比例 {share}',
};

export default zh;
