/**
 * All that the story says, by language. In a chapter's words "{seeds}" stands for a number, and "[policy](policy)" for the words "policy",
 * which are explained where they stand by the term of that name.
 */
import type { ChapterId } from './chapter.ts';

export type TermId =
  | 'policy'
  | 'rollout'
  | 'heldOut'
  | 'score'
  | 'seed'
  | 'base'
  | 'temperature'
  | 'greedy'
  | 'delta'
  | 'accuracy'
  | 'star'
  | 'pairSft'
  | 'sft'
  | 'mismatch'
  | 'collapse'
  | 'rl'
  | 'reward'
  | 'token'
  | 'advantage'
  | 'kl'
  | 'reference'
  | 'bonus'
  | 'editDistance'
  | 'swapTest'
  | 'discount'
  | 'return';

export interface ChapterWords {
  name: string;
  text: string;
  exercise: string;
  /** One for each claim of the chapter. */
  claims: { measured: string; /** While the study has no rows for it. */ unmeasured: string }[];
}

export interface StoryWords {
  /** Tag of the language, for what reads it aloud. */
  language: string;
  story: string;
  close: string;
  keep: string;
  next: string;
  previous: string;
  place: (chapter: number, of: number) => string;
  exercise: string;
  done: string;
  showWhere: string;
  figure: string;
  code: (path: string, line: number) => string;
  reading: string;
  noFigure: string;
  noChapter: (asked: string, of: number) => string;
  keys: { toggle: string; next: string; previous: string };
  terms: Record<TermId, string>;
  chapters: Record<ChapterId, ChapterWords>;
}

export const en: StoryWords = {
  language: 'en',
  story: 'Story',
  close: 'Close',
  keep: 'Close the story and keep this setup',
  next: 'Next',
  previous: 'Back',
  place: (chapter, of) => `${chapter} of ${of}`,
  exercise: 'To do',
  done: 'Done',
  showWhere: 'Show me where',
  figure: 'Figure',
  code: (path, line) => `${path}, line ${line}`,
  reading: 'Reading the study.',
  noFigure: 'The figure could not be loaded. Reload the page and try again.',
  noChapter: (asked, of) => `The story has chapters 1 to ${of}; the address asks for “${asked}”. Open the story to choose one.`,
  keys: { toggle: 'open or close the story', next: 'next chapter', previous: 'previous chapter' },
  terms: {
    policy: 'The model in training. What it writes next is drawn from the probabilities it gives, so training shifts probabilities.',
    rollout: 'One problem with both answers, as the model writes them. An episode.',
    heldOut: 'Kept apart from training, so a right answer cannot be known by heart.',
    score: 'Self-Correction via Reinforcement Learning, the method of Kumar et al. It has two stages: chapters 5 and 6.',
    seed: 'The number that all chance in a run comes from: same seed, same run. ± is a 95% interval over seeds.',
    base: 'The model before any of this training: pretrained on right single answers, then on the form of a second answer.',
    temperature: 'How much chance there is in writing. At 1 everything is drawn by its probability; lower is more decided.',
    greedy: 'Temperature 0: it always writes what is likeliest next.',
    delta: 'How much more often second answers are right than first ones, in points of a hundred problems. Below zero, asking again hurts.',
    accuracy: 'The share of problems whose first answer is right. Acc@t2 is that of second answers, and Δ what it is above Acc@t1.',
    star: 'Learns the model’s own second answers where they put a wrong first one right; three times in turn.',
    pairSft: 'Learns wrong first answers paired with any right answer to the same problem, whichever turn wrote it.',
    sft: 'Learning to write given answers, as pretraining does. What the model writes itself is not graded.',
    mismatch: 'What is met after training differs from what was trained on.',
    collapse: 'Ends up in one behaviour, here repeating the first answer, whatever the problem.',
    rl: 'The model answers, the answer is graded, and what was graded well is made likelier.',
    reward: 'The grade of an answer: 1 when the program it stands for passes hidden tests, else 0.',
    token: 'The unit a model writes: here a digit or a sign.',
    advantage: 'What an answer earned beyond a baseline: the mean of the other answers to the same problem.',
    kl: 'How far two models’ probabilities are apart, in nats. Zero when they are the same.',
    reference: 'A frozen copy of the base that the model is held to. It never learns.',
    bonus: 'What Stage II pays for progress on top of the second answer’s own reward: α (r₂ − r₁).',
    editDistance: 'Tokens deleted and inserted on the way from the first answer to the second, per token of both. 0 is an exact copy.',
    swapTest: 'Puts a first answer of another source in place of the model’s own. Who copies repeats it, who corrects repairs it.',
    discount: 'How much of a later reward an earlier answer is credited with; the paper’s and ours is 0.',
    return: 'All that the tokens of an answer are paid for.',
  },
  chapters: {
    selfCorrection: {
      name: 'What self-correction is',
      text: 'A tiny transformer, the [policy](policy), writes a first answer to a problem, is asked to look again, and writes a second one: a [rollout](rollout). Nobody tells it whether the first was right; it has to notice by itself. The problems here are [held out](heldOut).',
      exercise: 'Beside the problem, ask for another one, and compare the two answers of each run.',
      claims: [
        {
          measured:
            'Trained by [SCoRe](score) on {seeds} [seeds](seed), it gets {first} of first answers right and {second} of second ones.',
          unmeasured: 'What training reaches is not measured yet.',
        },
      ],
    },
    askingAgain: {
      name: 'Why asking again makes the base worse',
      text: 'Training starts from a [base model](base). In pretraining its second answers either copied the first or answered anew, by chance, right or wrong alike: nothing told it when to change. At [temperature](temperature) 1 its copies slip, and more is broken than fixed: [Δ](delta) is below zero.',
      exercise: 'At the top, switch to [greedy](greedy), and see how little is left to break.',
      claims: [
        {
          measured: 'At temperature 1 the base’s [Acc@t1](accuracy) is {first} and its Acc@t2 {second}.',
          unmeasured: 'The base is not measured yet.',
        },
      ],
    },
    imitation: {
      name: 'Why imitating corrections fails',
      text: 'Keep the base’s rollouts whose second answer corrects the first ([STaR](star)), or pair wrong first answers with any right one ([Pair-SFT](pairSft)), and learn them by [supervised fine-tuning](sft). But these correct the base’s mistakes, and the trained model makes others: a [distribution mismatch](mismatch). Keep right first answers in as well, and they teach to repeat: the second look [collapses](collapse).',
      exercise: 'Train both here, and see what becomes of their first answers.',
      claims: [
        {
          measured: 'STaR’s Δ ends at {starDelta} points with Acc@t1 at {starFirst}; Pair-SFT’s at {pairsDelta} with {pairsFirst}.',
          unmeasured: 'What the two reach at this size is not measured yet: the study has no runs of both.',
        },
      ],
    },
    naiveRl: {
      name: 'What naive RL does',
      text: 'No examples now: [reinforcement learning](rl). Each answer has a [reward](reward) of 1 when it is right, and its [tokens](token) become likelier by its [advantage](advantage). The surest way to a right second answer is a right first one, repeated. So the two lines run together.',
      exercise: 'Play the run from the base on, and watch the two lines of naive RL.',
      claims: [
        {
          measured: 'On {seeds} seeds Δ ends at {delta} points: it barely gains. With the paper’s large models it collapses.',
          unmeasured: 'Naive RL is not measured yet.',
        },
        {
          measured: '{copies} of its second answers copy the first exactly; the base copies {baseCopies}.',
          unmeasured: 'How much it copies is not measured yet.',
        },
      ],
    },
    stageOne: {
      name: 'Stage I',
      text: 'SCoRe first makes the copy worthless. Stage I rewards only the second answer, and holds the first by a strong penalty on its [KL divergence](kl) from the [reference model](reference). The first answer cannot improve, so repeating it earns nothing more. A second answer that differs, and is right, does.',
      exercise: 'Move the playhead to step {end}, where Stage I ends. SCoRe’s first answer has stayed near the base.',
      claims: [
        {
          measured:
            'In training on {seeds} seeds, Stage I takes first answers from {firstFrom} to {firstTo} right, second ones from {secondFrom} to {secondTo}.',
          unmeasured: 'Stage I is not measured yet.',
        },
      ],
    },
    stageTwo: {
      name: 'Stage II and the bonus',
      text: 'Stage II unties the first answer: both are rewarded, by r₁ and r₂, and the second earns a [bonus](bonus) of α (r₂ − r₁). With α = {alpha}, a correction pays {corrected}, a right answer kept {kept}, a right one broken {broken}. On average this weighs the second reward {weight} times as much.',
      exercise: 'Set α of SCoRe’s second answer to 0: progress is no longer paid.',
      claims: [
        {
          measured: 'On {seeds} seeds SCoRe’s Δ ends at {delta} points, naive RL’s at {naiveDelta}.',
          unmeasured: 'SCoRe and naive RL are not measured yet.',
        },
        {
          measured: 'Without the bonus it ends at {delta} points.',
          unmeasured: 'What is left without the bonus is not measured yet.',
        },
      ],
    },
    copyingOrCorrecting: {
      name: 'How to tell copying from correcting',
      text: 'Runs with equal accuracy can be opposites. On the portrait’s diagonal both answers are equally good; above it the second look helps. The bars show [edit distances](editDistance): the first is exact copies, hatched where what is copied is wrong. The [swap test](swapTest), under “What does it owe the first answer?”, decides.',
      exercise: 'Further down, show only copied wrong answers, and read one.',
      claims: [
        {
          measured: 'Naive RL copies a wrong first answer in {naive} of problems, SCoRe in {score}.',
          unmeasured: 'How often wrong answers are copied is not measured yet.',
        },
      ],
    },
    leak: {
      name: 'Where the bonus leaks',
      text: 'The bonus must pay the second answer’s tokens alone. A [discount](discount) γ above 0 adds it to the first answer’s [return](return): (1 − γα) r₁ + γ (1 + α) r₂. With γ = {gamma} and α = {alpha} that is {own} r₁ + {later} r₂: being right at once costs, so it learns to fail first. Δ can grow while Acc@t1 falls, so read both.',
      exercise: 'Train both here, and watch the right run’s first answers.',
      claims: [
        {
          measured: 'On {seeds} seeds the leaky run ends with {first} of first answers right, and {second} of second ones.',
          unmeasured: 'What the leak does to this model is not measured yet: the study has no runs of it.',
        },
      ],
    },
    limits: {
      name: 'Where SCoRe does not help',
      text: 'A second look helps where the first answer shows what a first pass could not know: in addition, the carries. Where a first pass can learn the task, as in Transpile, learning it is worth more than learning to correct it. Where checking is as hard as answering, as in Recall, there is nothing to notice.',
      exercise: 'Choose Functions as the task: there a second look is worth more.',
      claims: [
        {
          measured:
            'On Transpile, greedy, SCoRe’s Δ is {delta} points, yet naive RL’s second answers are right more often: {naiveSecond} against {scoreSecond} (seeds: {seeds}).',
          unmeasured: 'Transpile is not measured yet.',
        },
      ],
    },
  },
};

export const zh: StoryWords = {
  language: 'zh-Hans',
  story: '导览',
  close: '关闭',
  keep: '关闭导览并保留当前设置',
  next: '下一章',
  previous: '上一章',
  place: (chapter, of) => `第 ${chapter} 章，共 ${of} 章`,
  exercise: '动手',
  done: '已完成',
  showWhere: '在哪里操作',
  figure: '图',
  code: (path, line) => `${path}，第 ${line} 行`,
  reading: '正在读取研究数据。',
  noFigure: '图未能载入。请刷新页面后再试。',
  noChapter: (asked, of) => `导览共有第 1 到第 ${of} 章，地址里写的是“${asked}”。请打开导览自行选择。`,
  keys: { toggle: '打开或关闭导览', next: '下一章', previous: '上一章' },
  terms: {
    policy: '正在训练的模型。接下来写什么，由它给出的概率决定；训练改变的就是这些概率。',
    rollout: '一道题连同模型写下的两次回答，也叫一个回合（episode）。',
    heldOut: '训练中从不出现的题目，所以答对不可能靠死记硬背。',
    score: 'Self-Correction via Reinforcement Learning，Kumar 等人提出的方法，分两个阶段，见第 5、6 章。',
    seed: '一次训练中全部随机性的来源：种子相同，过程就相同。± 是跨种子的 95% 置信区间。',
    base: '这一切训练开始之前的模型：先用正确的单次回答预训练，再学习第二次回答的形式。',
    temperature: '生成时的随机程度。为 1 时每一步都按概率抽取；越低越确定。',
    greedy: '温度为 0：每一步都写概率最大的那一个。',
    delta: '第二次回答的正确率比第一次高多少个百分点；小于零就是越改越差。',
    accuracy: '第一次回答的正确率。Acc@t2 是第二次回答的正确率，Δ 就是它比 Acc@t1 高出的部分。',
    star: '只学习模型自己把错误改对的第二次回答，采样与学习交替三轮。',
    pairSft: '把错误的第一次回答与同一题的任意一个正确回答配对来学习，不论后者出自哪一次。',
    sft: '学着写出给定的回答，与预训练相同；模型自己写的内容不参与评分。',
    mismatch: '训练之后遇到的数据，与训练时见到的不一样。',
    collapse: '不论什么题目，都退化成同一种行为；在这里就是重复第一次回答。',
    rl: '模型作答，回答被评分，得分高的回答变得更容易出现。',
    reward: '一个回答的得分：它代表的程序通过隐藏测试得 1，否则得 0。',
    token: '模型每次写出的单位，这里是一个数字或符号。',
    advantage: '一个回答所得超出基线的部分；基线是同一题其余回答的平均得分。',
    kl: '两个模型的概率相差多少，单位是奈特（nat）；完全相同时为零。',
    reference: '基座模型的一份冻结拷贝，训练时用来拉住模型，自己从不更新。',
    bonus: '第二阶段在第二次回答自身的奖励之外，为“进步”另付的奖励：α (r₂ − r₁)。',
    editDistance: '把第一次回答改成第二次所删除和插入的词元数，除以两者的总词元数；0 就是原样照抄。',
    swapTest: '用别处来的回答换掉模型自己的第一次回答：照抄者会重复它，纠正者会改好它。',
    discount: '后面的奖励有多大比例记到前面的回答上；论文和这里都取 0。',
    return: '一个回答的词元一共为哪些奖励负责。',
  },
  chapters: {
    selfCorrection: {
      name: '什么是自我纠正',
      text: '一个很小的 Transformer，即[策略](policy)，先写出一道题的第一次回答，再被要求重新看一遍，写出第二次回答：这是一条[轨迹](rollout)。没有人告诉它第一次对不对，它得自己发现。这里的题目都是[留出](heldOut)的。',
      exercise: '在题目旁换一道题，比较两边各自的两次回答。',
      claims: [
        {
          measured: '用 [SCoRe](score) 训练、取 {seeds} 个[种子](seed)平均，第一次回答的正确率为 {first}，第二次为 {second}。',
          unmeasured: '训练能达到多少，尚未测量。',
        },
      ],
    },
    askingAgain: {
      name: '为什么再问一遍，基座反而更差',
      text: '训练从[基座模型](base)开始。预训练时，它的第二次回答要么照抄第一次，要么重新作答，全凭随机，与对错无关：没有任何信号告诉它何时该改。[温度](temperature)为 1 时抄写会出错，改错的比改对的多：[Δ](delta) 小于零。',
      exercise: '在页面上方切换到[贪心解码](greedy)，看看还剩多少改动。',
      claims: [
        {
          measured: '温度为 1 时，基座的 [Acc@t1](accuracy) 为 {first}，Acc@t2 为 {second}。',
          unmeasured: '基座尚未测量。',
        },
      ],
    },
    imitation: {
      name: '为什么模仿纠正行不通',
      text: '把基座的轨迹中改对了的留下（[STaR](star)），或者给错误的第一次回答配上任意一个正确回答（[Pair-SFT](pairSft)），再做[监督微调](sft)。但它们纠正的是基座的错误，训练后的模型犯的是另一些错：这是[分布不匹配](mismatch)。如果把第一次就答对的也留在数据里，学到的就是重复，第二次回答随之[坍缩](collapse)。',
      exercise: '在这里训练这两种方法，看看第一次回答会怎样。',
      claims: [
        {
          measured: 'STaR 的 Δ 最终为 {starDelta} 个百分点，Acc@t1 为 {starFirst}；Pair-SFT 为 {pairsDelta} 和 {pairsFirst}。',
          unmeasured: '这么小的模型上两者能达到多少，尚未测量：研究中还没有它们的结果。',
        },
      ],
    },
    naiveRl: {
      name: '朴素强化学习会怎样',
      text: '这次不给范例，而是用[强化学习](rl)：每个回答答对时[奖励](reward)为 1，它的[词元](token)按[优势](advantage)变得更容易出现。要让第二次答对，最稳妥的办法是第一次就答对，然后照抄。于是两条曲线并在一起。',
      exercise: '从基座开始播放，看朴素强化学习的两条曲线。',
      claims: [
        {
          measured: '{seeds} 个种子上 Δ 最终为 {delta} 个百分点：几乎没有收获。在论文的大模型上则会坍缩。',
          unmeasured: '朴素强化学习尚未测量。',
        },
        {
          measured: '它的第二次回答有 {copies} 原样照抄第一次；基座为 {baseCopies}。',
          unmeasured: '照抄的比例尚未测量。',
        },
      ],
    },
    stageOne: {
      name: '第一阶段',
      text: 'SCoRe 先让照抄变得无利可图。第一阶段只奖励第二次回答，同时对第一次回答与[参考模型](reference)之间的 [KL 散度](kl)施加很强的惩罚。第一次回答无法变好，照抄它也就得不到更多；只有写出不同而且正确的第二次回答才行。',
      exercise: '把播放头移到第 {end} 步，也就是第一阶段结束处。SCoRe 的第一次回答仍在基座附近。',
      claims: [
        {
          measured:
            '在 {seeds} 个种子的训练中，第一阶段使第一次回答的正确率从 {firstFrom} 变为 {firstTo}，第二次从 {secondFrom} 变为 {secondTo}。',
          unmeasured: '第一阶段尚未测量。',
        },
      ],
    },
    stageTwo: {
      name: '第二阶段与加成',
      text: '第二阶段放开约束：两次回答分别按 r₁ 和 r₂ 得到奖励，第二次另有[加成](bonus) α (r₂ − r₁)。α = {alpha} 时，改对得 {corrected}，保持正确得 {kept}，把对的改错得 {broken}。平均而言，这相当于把第二次的奖励放大到 {weight} 倍。',
      exercise: '把 SCoRe 第二次回答的 α 设为 0：进步不再有额外奖励。',
      claims: [
        {
          measured: '{seeds} 个种子上，SCoRe 的 Δ 最终为 {delta} 个百分点，朴素强化学习为 {naiveDelta}。',
          unmeasured: 'SCoRe 与朴素强化学习尚未测量。',
        },
        { measured: '去掉加成后为 {delta} 个百分点。', unmeasured: '去掉加成后还剩多少，尚未测量。' },
      ],
    },
    copyingOrCorrecting: {
      name: '如何分辨照抄与纠正',
      text: '正确率相同的两个模型可能截然相反。相图的对角线上两次回答一样好，在它上方第二次更好。柱状图是[编辑距离](editDistance)：第一根柱是原样照抄，斜线部分抄的是错误回答。下方针对第一次回答的[替换测试](swapTest)能给出定论。',
      exercise: '往下，只显示照抄错误的回答，读其中一条。',
      claims: [
        {
          measured: '朴素强化学习在 {naive} 的题目上照抄了错误的第一次回答，SCoRe 为 {score}。',
          unmeasured: '照抄错误的比例尚未测量。',
        },
      ],
    },
    leak: {
      name: '加成从哪里泄漏',
      text: '加成只应作用于第二次回答的词元。[折扣](discount) γ 大于 0 时，它也会记入第一次回答的[回报](return)：(1 − γα) r₁ + γ (1 + α) r₂。γ = {gamma}、α = {alpha} 时就是 {own} r₁ + {later} r₂：一次就答对反而吃亏，模型学会先故意答错。Δ 可以上升而 Acc@t1 下降，所以两者要一起看。',
      exercise: '在这里训练两边，看右边的第一次回答。',
      claims: [
        {
          measured: '{seeds} 个种子上，泄漏的一方最终第一次回答的正确率为 {first}，第二次为 {second}。',
          unmeasured: '泄漏在这个模型上的后果尚未测量：研究中还没有它的结果。',
        },
      ],
    },
    limits: {
      name: 'SCoRe 在哪里帮不上忙',
      text: '只有当第一次回答显出一遍之内无法知道的信息时，再看一遍才有用：对加法来说就是进位。如果一遍就能学会，例如表达式转写（Transpile），那么学会它比学会纠正更值得。如果检查和作答一样难，例如背诵（Recall），就没有什么可发现的。',
      exercise: '把任务换成函数（Functions）：在那里再看一遍更有价值。',
      claims: [
        {
          measured:
            '在 Transpile 上用贪心解码，SCoRe 的 Δ 为 {delta} 个百分点，但朴素强化学习的第二次回答正确率更高：{naiveSecond} 对 {scoreSecond}（种子数 {seeds}）。',
          unmeasured: 'Transpile 尚未测量。',
        },
      ],
    },
  },
};

/** The words in the language of a browser. */
export const storyWords = (language: string): StoryWords => (language.toLowerCase().startsWith('zh') ? zh : en);
