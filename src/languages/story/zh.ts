import type { StoryWords } from './en.ts';

const zh: StoryWords = {
  keep: '关闭导览并保留当前设置',
  next: '下一章',
  previous: '上一章',
  place: (chapter, of) => `第 ${chapter} 章，共 ${of} 章`,
  exercise: '动手',
  showWhere: '在哪里操作',
  figure: '图',
  code: (path, line) => `${path}，第 ${line} 行`,
  reading: '正在读取研究数据。',
  unloaded: '研究中的数字无法加载。再次打开本章即可重试。',
  noFigure: '图未能载入。请刷新页面后再试。',
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
    bonus: '阶段 II 在第二次回答自身的奖励之外，为“进步”另付的奖励：α (r₂ − r₁)。',
    editDistance: '把第一次回答改成第二次所删除和插入的词元数，除以两者的总词元数；0 就是原样照抄。',
    swapTest: '用别处来的回答换掉模型自己的第一次回答：照抄者会重复它，纠正者会改好它。',
    discount: '后面的奖励有多大比例记到前面的回答上；论文和这里都取 0。',
    return: '一个回答的词元一共为哪些奖励负责。',
  },
  chapters: {
    selfCorrection: {
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
      text: '把基座的轨迹中改对了的留下（[STaR](star)），或者给错误的第一次回答配上任意一个正确回答（[Pair-SFT](pairSft)），再做[监督微调](sft)。但它们纠正的是基座的错误，训练后的模型犯的是另一些错：这是[分布不匹配](mismatch)。在论文的大模型上，第二次回答随之[坍缩](collapse)；在这个小模型上，没有什么稳住第一次回答，它被忘掉了，只看 Δ 反而显得出色。',
      exercise: '从基座开始播放两边，看看第一次回答会怎样。',
      claims: [
        {
          measured: 'STaR 的 Δ 最终为 {starDelta} 个百分点，Acc@t1 为 {starFirst}；Pair-SFT 为 {pairsDelta} 和 {pairsFirst}。',
          unmeasured: '这么小的模型上两者能达到多少，尚未测量：研究中还没有它们的结果。',
        },
      ],
    },
    naiveRl: {
      text: '这次不给范例，而是用[强化学习](rl)（RL）：每个回答答对时[奖励](reward)为 1，它的[词元](token)按[优势](advantage)变得更容易出现。要让第二次答对，最稳妥的办法是第一次就答对，然后照抄。于是两条曲线并在一起。',
      exercise: '从基座开始播放，看朴素 RL 的两条曲线。',
      claims: [
        {
          measured: '{seeds} 个种子上 Δ 最终为 {delta} 个百分点：几乎没有收获。在论文的大模型上则会坍缩。',
          unmeasured: '朴素 RL 尚未测量。',
        },
        {
          measured: '它的第二次回答有 {copies} 原样照抄第一次；基座为 {baseCopies}。',
          unmeasured: '照抄的比例尚未测量。',
        },
      ],
    },
    stageOne: {
      text: 'SCoRe 先让照抄变得无利可图。阶段 I 只奖励第二次回答，同时对第一次回答与[参考模型](reference)之间的 [KL 散度](kl)施加很强的惩罚。第一次回答无法变好，照抄它也就得不到更多；只有写出不同而且正确的第二次回答才行。',
      exercise: '把播放头移到第 {end} 步，也就是阶段 I 结束处。SCoRe 的第一次回答仍在基座附近。',
      claims: [
        {
          measured:
            '在 {seeds} 个种子的训练中，阶段 I 使第一次回答的正确率从 {firstFrom} 变为 {firstTo}，第二次从 {secondFrom} 变为 {secondTo}。',
          unmeasured: '阶段 I 尚未测量。',
        },
      ],
    },
    stageTwo: {
      text: '阶段 II 放开约束：两次回答分别按 r₁ 和 r₂ 得到奖励，第二次另有[加成](bonus) α (r₂ − r₁)。α = {alpha} 时，改对得 {corrected}，保持正确得 {kept}，把对的改错得 {broken}。平均而言，这相当于把第二次的奖励放大到 {weight} 倍。',
      exercise: '把 SCoRe 第二次回答的 α 设为 0：进步不再有额外奖励。',
      claims: [
        {
          measured: '{seeds} 个种子上，SCoRe 的 Δ 最终为 {delta} 个百分点，朴素 RL 为 {naiveDelta}。',
          unmeasured: 'SCoRe 与朴素 RL 尚未测量。',
        },
        { measured: '去掉加成后为 {delta} 个百分点。', unmeasured: '去掉加成后还剩多少，尚未测量。' },
      ],
    },
    copyingOrCorrecting: {
      text: '正确率相同的两个模型可能截然相反。相图的对角线上两次回答一样好，在它上方第二次更好。柱状图是[编辑距离](editDistance)：第一根柱是原样照抄，斜线部分抄的是错误回答。下方针对第一次回答的[替换测试](swapTest)能把两者分开；分不清时，它也会说明。',
      exercise: '往下，只显示照抄错误的回答，读其中一条。',
      claims: [
        {
          measured: '朴素 RL 在 {naive} 的题目上照抄了错误的第一次回答，SCoRe 为 {score}。',
          unmeasured: '照抄错误的比例尚未测量。',
        },
      ],
    },
    leak: {
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
      text: '只有当第一次回答显出一遍之内无法知道的信息时，再看一遍才有用：对加法来说就是进位。如果一遍就能学会，例如转译（Transpile），那么学会它比学会纠正更值得。如果检查和作答一样难，例如背诵（Recall），就没有什么可发现的。',
      exercise: '把任务换成函数（Functions）：在那里再看一遍更有价值。',
      claims: [
        {
          measured:
            '在 Transpile 上用贪心解码，SCoRe 的 Δ 为 {delta} 个百分点，但朴素 RL 的第二次回答正确率更高：{naiveSecond} 对 {scoreSecond}（种子数 {seeds}）。',
          unmeasured: 'Transpile 尚未测量。',
        },
        {
          measured: '在 Recall 上，它的 Δ 为 {delta} 个百分点（种子数 {seeds}）。',
          unmeasured: 'Recall 尚未测量。',
        },
      ],
    },
  },
};

export default zh;
