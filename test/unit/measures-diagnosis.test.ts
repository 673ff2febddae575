import { describe, expect, it } from 'vitest';
import { diagnosisSentence } from '../../src/state/diagnosisWords.ts';
import { diagnose, type Diagnosis } from '../../workers/measures/diagnosis.ts';
import type { EvaluationRow } from '../../workers/measures/outcome.ts';

interface Measured {
  t1?: number;
  fixed: number;
  broken: number;
  change: number;
}

/** An evaluation of 1,000 problems. */
function row(step: number, { t1 = 0.5, fixed, broken, change }: Measured): EvaluationRow {
  return {
    step,
    stage: step === 0 ? 'base' : 'Stage I',
    split: 'heldout',
    temperature: 1,
    n: 1000,
    acc_t1: t1,
    acc_t2: t1 + fixed - broken,
    delta: (Math.round(1000 * fixed) - Math.round(1000 * broken)) / 1000,
    i_to_c: fixed,
    c_to_i: broken,
    change_rate: change,
    copied_wrong: 0,
    edit_histogram: [],
    kl_t1: null,
    kl_t2: null,
    entropy_t1: 0,
    entropy_t2: 0,
  };
}

const base = row(0, { t1: 0.529, fixed: 0.178, broken: 0.188, change: 0.521 });

/** Evaluations every 100 steps after the base. */
function say(...measured: Measured[]): Diagnosis {
  const rows = measured.map((values, i) => row(100 * (i + 1), values));
  return diagnose([base, ...rows], { step: 100 * Math.max(1, rows.length), firstEvaluationAt: 100 });
}

function sentence(diagnosis: Diagnosis): string {
  const { subject, verb, detail } = diagnosisSentence(diagnosis, 'Naive RL');
  return `${subject} ${verb}${detail}`;
}

const collapsed = { fixed: 0.01, broken: 0.012, change: 0.04 };
const collapsing = { fixed: 0.089, broken: 0.09, change: 0.242 };
const failing = { t1: 0.389, fixed: 0.25, broken: 0.05, change: 0.5 };
const correcting = { fixed: 0.197, broken: 0.065, change: 0.366 };
const gaining = { fixed: 0.21, broken: 0.11, change: 0.47 };
const worsening = { fixed: 0.01, broken: 0.032, change: 0.5 };
const still = { fixed: 0.147, broken: 0.159, change: 0.433 };

describe('the sentence about a run', () => {
  it('describes the base before anything is trained', () => {
    const diagnosis = diagnose([base], { step: 0, firstEvaluationAt: 100 });
    expect([diagnosis.key, diagnosis.tone]).toEqual(['untrained', 'neutral']);
    expect(sentence(diagnosis)).toBe(
      'Nothing is trained yet: asked to look again, the base model changes 52% of its answers and loses 1.0 points.',
    );
  });

  it('says that a base whose answers are as good on reflection gains nothing', () => {
    const even = row(0, { fixed: 0.1, broken: 0.1, change: 0.3 });
    expect(sentence(diagnose([even], { step: 0, firstEvaluationAt: 50 }))).toContain('of its answers and gains nothing.');
  });

  it('says when a training run will first be measured', () => {
    const diagnosis = say();
    expect([diagnosis.key, diagnosis.tone]).toEqual(['unmeasured', 'neutral']);
    expect(sentence(diagnosis)).toBe('Naive RL is barely trained: first measured at step 100.');
  });

  it('says so too while not even the base is measured', () => {
    expect(diagnose([], { step: 0, firstEvaluationAt: 50 }).key).toBe('unmeasured');
  });

  it.each<[Measured, string, string, string]>([
    [collapsed, 'collapsed', 'loss', 'Naive RL has collapsed: 96% of its second answers copy the first.'],
    [collapsing, 'collapsing', 'loss', 'Naive RL is collapsing: 76% of second answers are copies, up from 48%.'],
    [failing, 'fails-first', 'loss', 'Naive RL fails first: its first answer fell 14 points below the base.'],
    [correcting, 'corrects', 'gain', 'Naive RL corrects itself: its second look is right 13 points more often.'],
    [gaining, 'fixes-more', 'gain', 'Naive RL fixes more than it breaks: 21% fixed, 11% broken.'],
    [worsening, 'worse', 'loss', 'Naive RL gets worse on reflection: 3% broken, 1% fixed.'],
    [still, 'no-gain', 'neutral', 'Naive RL gains nothing yet: 15% fixed, 16% broken.'],
  ])('reads %o as %s', (measured, key, tone, words) => {
    const diagnosis = say(measured);
    expect([diagnosis.key, diagnosis.tone]).toEqual([key, tone]);
    expect(sentence(diagnosis)).toBe(words);
  });

  it('does not round a few copies away, nor a few broken answers', () => {
    expect(sentence(say({ fixed: 0, broken: 0.003, change: 0.003 }))).toContain('99.7% of its second answers');
    expect(sentence(say({ fixed: 0.004, broken: 0, change: 0.4 }))).toContain('0.4 points more often');
  });

  it('refuses evaluations at two temperatures', () => {
    const greedy = { ...row(100, still), temperature: 0 };
    expect(() => diagnose([base, greedy], { step: 100, firstEvaluationAt: 100 })).toThrow('one temperature');
  });
});

describe('the order of the rules', () => {
  it('calls a run collapsed, not collapsing, when both hold', () => {
    expect(say({ fixed: 0, broken: 0, change: 0.17 }).key).toBe('collapsed');
    expect(say({ fixed: 0, broken: 0, change: 0.18 }).key).toBe('collapsing');
  });

  it('calls many copies with a small certain gain collapsing, not correcting', () => {
    expect(say({ fixed: 0.019, broken: 0, change: 0.2 }).key).toBe('collapsing');
    expect(say({ fixed: 0.021, broken: 0, change: 0.2 }).key).toBe('corrects');
  });

  it('does not praise a correction that the first answer was spoilt for', () => {
    expect(say({ ...correcting, t1: 0.54 }).key).toBe('corrects');
    expect(say({ ...correcting, t1: 0.4 }).key).toBe('fails-first');
  });

  it('does not call it failing first when both answers got worse', () => {
    expect(say({ t1: 0.38, fixed: 0.046, broken: 0.022, change: 0.4 }).key).toBe('corrects');
  });

  it('does not call a fall within the noise of a small evaluation failing first', () => {
    const small = [base, row(100, failing)].map((evaluation) => ({ ...evaluation, n: 100 }));
    expect(diagnose(small, { step: 100, firstEvaluationAt: 100 }).key).toBe('corrects');
  });

  it('asks for more than two fixed per broken before it says corrects', () => {
    expect(say({ fixed: 0.2, broken: 0.1, change: 0.45 }).key).toBe('fixes-more');
    expect(say({ fixed: 0.201, broken: 0.1, change: 0.45 }).key).toBe('corrects');
  });

  it('neither praises nor blames a Δ within its interval', () => {
    expect(say({ fixed: 0.128, broken: 0.1, change: 0.45 }).key).toBe('no-gain');
    expect(say({ fixed: 0.131, broken: 0.1, change: 0.45 }).key).toBe('fixes-more');
    expect(say({ fixed: 0.1, broken: 0.131, change: 0.45 }).key).toBe('worse');
  });
});

describe('the verb', () => {
  it('follows the first evaluation after the base at once', () => {
    expect(say(collapsed).key).toBe('collapsed');
  });

  it('is kept over one evaluation that does not bear it out, and says so', () => {
    const diagnosis = say(collapsing, collapsing, still);
    expect(diagnosis.key).toBe('collapsing');
    expect(sentence(diagnosis)).toBe(
      'Naive RL is collapsing, though its measurement at step 300 alone does not show this: 15% fixed, 16% broken.',
    );
  });

  it('is not doubted by an evaluation that points the same way', () => {
    expect(sentence(say(correcting, correcting, gaining))).toBe('Naive RL corrects itself: 21% fixed, 11% broken.');
  });

  it('does not flicker when every other evaluation disagrees', () => {
    expect(say(collapsing, still, collapsing, still).key).toBe('collapsing');
  });

  it('changes when two evaluations agree on another', () => {
    expect(say(gaining, correcting).key).toBe('fixes-more');
    expect(sentence(say(gaining, correcting, correcting))).toContain('corrects itself: its second look is right 13 points');
  });

  it('never says that nothing is gained beside a Δ that is certain', () => {
    expect(sentence(say(still, correcting))).toContain('corrects itself: its second look is right 13 points');
    expect(say(still, worsening).key).toBe('worse');
    expect(say(still, collapsing).key).toBe('no-gain');
  });

  it('does not outlive two evaluations against it, even if they say different things', () => {
    expect(say(correcting, still, worsening).key).toBe('worse');
  });

  it('calls the recorded naive run on addition collapsing only at its end', () => {
    const recorded: Measured[] = [
      { t1: 0.522, fixed: 0.147, broken: 0.159, change: 0.433 },
      { t1: 0.588, fixed: 0.127, broken: 0.137, change: 0.38 },
      { t1: 0.615, fixed: 0.117, broken: 0.111, change: 0.294 },
      { t1: 0.629, fixed: 0.119, broken: 0.098, change: 0.285 },
      { t1: 0.562, fixed: 0.111, broken: 0.102, change: 0.317 },
      { t1: 0.636, fixed: 0.108, broken: 0.11, change: 0.283 },
      { t1: 0.636, fixed: 0.089, broken: 0.09, change: 0.242 },
    ];
    const keys = recorded.map((_, i) => say(...recorded.slice(0, i + 1)).key);
    expect(keys).toEqual(['no-gain', 'no-gain', 'no-gain', 'no-gain', 'no-gain', 'no-gain', 'collapsing']);
  });
});
