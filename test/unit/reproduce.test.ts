import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { armName } from '../../cli/reproduce/arm.ts';
import { arms, courseArms, jobsOf, quickArms, searchArms, shardOf } from '../../cli/reproduce/arms.ts';
import type { Job } from '../../cli/reproduce/arms.ts';
import { usesShippedBase } from '../../cli/reproduce/bases.ts';
import { currentRows } from '../../cli/reproduce/currentRows.ts';
import type { ProbeRow } from '../../cli/reproduce/figureData.ts';
import { deltaOf, estimateText, meanText, points } from '../../cli/reproduce/numbers.ts';
import { reportOf } from '../../cli/reproduce/report.ts';
import { addRows, curveRow, isOf, merged, readRows } from '../../cli/reproduce/results.ts';
import type { CourseRow, CurveRow } from '../../cli/reproduce/results.ts';
import { editsOfEpisodes, editsOfPairs } from '../../cli/reproduce/trainingEdits.ts';
import { summarise } from '../../workers/measures/summarise.ts';
import { methods } from '../../workers/methods/table.ts';
import { taskById } from '../../workers/tasks/index.ts';
import { jobOf, rowOf, rowsWith } from './reproduceRows.ts';

const jobs = jobsOf(arms);

describe('the arms of the study', () => {
  it('hold every method that the paper is compared on, with ten seeds for the headline on two families', () => {
    const named = new Set(arms.map(({ method }) => method));
    for (const { id } of methods) expect(named, id).toContain(id);
    const headline = arms.filter(({ seeds }) => seeds >= 10).map((arm) => `${arm.task}/${armName(arm)}`);
    const searched = 'addition/naive[learningRate=0.0002,lateLearningRate=0.0001]';
    expect(headline).toEqual(['addition/naive', 'addition/score', 'functions/naive', 'functions/score', searched]);
  });

  it('have five seeds of the baselines and ablations on addition, three of everything else, and two of the broken losses', () => {
    const seedsOf = (task: string, name: string): number => arms.find((arm) => arm.task === task && armName(arm) === name)!.seeds;
    for (const method of ['base', 'star_plus', 'naive_final_only', 'score_no_stage1']) {
      expect(seedsOf('addition', method), method).toBe(5);
      expect(seedsOf('functions', method), method).toBe(3);
    }
    for (const task of ['transpile', 'colouring', 'countdown', 'recall'])
      for (const method of ['base', 'naive', 'score']) expect(seedsOf(task, method), task).toBe(3);
    for (const name of ['pag', 'score_three_turns', 'score[estimator=grpo]', 'score[pool=128]', 'naive_final_only[layers=4]'])
      expect(seedsOf('addition', name), name).toBe(3);
    expect(seedsOf('addition', 'score[klGradient=k1]')).toBe(2);
  });

  it('are runs of different names and options, seeds shared between the arms', () => {
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(jobs.length);
    expect(new Set(jobs.map(({ options }) => JSON.stringify(options))).size).toBe(jobs.length);
    expect(jobOf('addition/score[estimator=grpo]/2').options).toMatchObject({ method: 'score', estimator: 'grpo', seed: 2 });
    expect(armName({ method: 'score', settings: ['a=1', 'b=2'] })).toBe('score[a=1,b=2]');
  });

  it('train the headline first, and seed by seed', () => {
    const order = jobs.map(({ arm, seed }) => [arm.seeds === 10 ? 0 : 1, seed]);
    expect(order).toEqual(order.toSorted(([a, b], [c, d]) => a - c || b - d));
  });

  it('are the same in every shard whatever the others do: each run is in exactly one', () => {
    for (const count of [1, 2, 7]) {
      const shares = jobs.map(({ id }) => shardOf(id, count));
      expect(Math.min(...shares)).toBe(0);
      expect(Math.max(...shares)).toBe(count - 1);
      expect(shares.every(Number.isInteger)).toBe(true);
    }
  });

  it('hold the grid of pools and copy shares, each cell once and each method in it, from bases that are made where none is shipped', () => {
    const cells = arms.filter(({ task, method, settings }) => {
      const isOfGrid = settings.every((setting) => /^(pool|copyShare)=/.test(setting));
      return task === 'addition' && (method === 'naive' || method === 'score') && isOfGrid;
    });
    const at = cells.map((arm) => jobsOf([arm])[0].options).map(({ method, pool, copyShare }) => `${method} ${pool} ${copyShare}`);
    const wanted = ['naive', 'score'].flatMap((method) =>
      [128, 512, 2048, 0].flatMap((pool) => [0.5, 0.7, 0.9].map((copyShare) => `${method} ${pool} ${copyShare}`)),
    );
    expect(at.toSorted()).toEqual(wanted.toSorted());
    expect(usesShippedBase(jobOf('addition/score[pool=128]/1'))).toBe(true);
    expect(usesShippedBase(jobOf('addition/score[copyShare=0.9]/1'))).toBe(false);
  });

  it('of the search are as many for naive RL as for SCoRe, on seeds and problems that the study does not use', () => {
    const settingsOf = (method: string): string[] =>
      searchArms.filter((arm) => arm.method === method).map(({ settings }) => settings.join());
    expect(settingsOf('naive')).toEqual(settingsOf('score'));
    expect(new Set(settingsOf('score')).size).toBe(6);
    expect(searchArms.every(({ problems }) => problems === 'watched')).toBe(true);
    const studied = new Set(jobs.map(({ seed }) => seed));
    expect(jobsOf(searchArms).filter(({ seed }) => studied.has(seed))).toEqual([]);
    expect(arms.every(({ problems }) => problems === 'report')).toBe(true);
  });

  it('whose corrections are followed are runs of the study, seed 1 of what Figure 5 compares on both families', () => {
    const followed = jobsOf(courseArms);
    const named = ['addition', 'functions'].flatMap((task) => ['pair_sft', 'naive', 'score'].map((method) => `${task}/${method}/1`));
    expect(followed.map(({ id }) => id)).toEqual(named);
    for (const { id, options } of followed) expect(options).toEqual(jobOf(id).options);
  });

  it('of --quick are two, which the full study has too', () => {
    const names = jobsOf(quickArms).map(({ id }) => id);
    expect(names).toHaveLength(4);
    for (const name of names) expect(jobOf(name)).toBeDefined();
  });
});

describe('a result row', () => {
  const row = rowOf('addition/score/3', { right: 600, fixed: 150, broken: 50, changed: 400 });

  it('says what it is of and what it cost', () => {
    expect(row).toMatchObject({ run: 'addition/score/3', task: 'addition', family: 'mathematics', method: 'score', arm: 'score', seed: 3 });
    expect(row).toMatchObject({ temperature: 0, n: 1000, updates: 500, samples: 128_000, base_sha256: 'base' });
    expect([row.acc_t1, row.acc_t2, row.delta, row.i_to_c, row.c_to_i, row.change_rate]).toEqual([0.6, 0.7, 0.1, 0.15, 0.05, 0.4]);
    // 350 of 400 wrong ones changed, 50 of 600 right ones.
    expect(row.edit_selectivity).toBeCloseTo(350 / 400 - 50 / 600, 12);
    expect(rowOf('addition/base/1', { right: 500, fixed: 0, broken: 0, changed: 0 })).toMatchObject({ updates: 0, samples: 0 });
  });

  it('is of a run only with its options and its base', () => {
    const job = jobOf('addition/score/3');
    expect(isOf(row, job, 'base')).toBe(true);
    expect(isOf(row, job, 'another')).toBe(false);
    // A base that is made from the options needs no other name.
    expect(isOf(row, job, null)).toBe(true);
    expect(isOf(row, jobOf('addition/score/4'), 'base')).toBe(false);
    expect(isOf(row, { ...job, options: { ...job.options, alpha: 9 } }, 'base')).toBe(false);
  });

  it('that does not add up is refused', () => {
    expect(deltaOf(row)).toBe(row.delta);
    expect(() => deltaOf({ ...row, delta: 0.2 })).toThrow(/^The row of addition\/score\/3 does not add up: Δ = 0\.2/);
    expect(() => deltaOf({ ...row, i_to_c: 0.3 })).toThrow('does not add up');
  });

  it('has a course beside it', () => {
    const history = [
      summarise([{ r1: 0, r2: 1, editDistanceRatio: 1 }], {
        ...{ step: 50, stage: 'x', split: 'train', temperature: 1, kl_t1: 0, kl_t2: 0, entropy_t1: 0, entropy_t2: 0 },
      }),
    ];
    const { run, points: course, training_edits } = curveRow(jobOf('addition/naive/1'), history, editsOfEpisodes(history));
    expect(run).toBe('addition/naive/1');
    expect(course).toEqual([{ step: 50, split: 'train', temperature: 1, n: 1, acc_t1: 0, acc_t2: 1, change_rate: 1 }]);
    expect(training_edits).toEqual({ n: 1, edit_histogram: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], copied_wrong: 0 });
    expect(editsOfEpisodes([])).toBeNull();
  });

  it('has, of a method that imitates, the edit distances of the pairs that it learnt from', () => {
    const task = taskById('addition').configure({ digits: 3, chains: 0 });
    const [first, second] = [Int32Array.of(0, 1, 2, 3, 0, 4, 5, 6), Int32Array.of(0, 1, 2, 3, 0, 4, 5, 7)];
    // One pair is a copy; of the other, one token of four is deleted and one inserted.
    expect(editsOfPairs({ prompts: new Int32Array(0), first, second }, task)).toEqual({
      n: 2,
      edit_histogram: [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
      copied_wrong: 0,
    });
    const none = new Int32Array(0);
    expect(editsOfPairs({ prompts: none, first: none, second: none }, task)).toBeNull();
  });
});

describe('the rows that a report is made of', () => {
  const rows = rowsWith('score', [5, 6]);
  const probe = { run: 'addition/score/1' } as ProbeRow;
  const curve = { run: 'addition/score/2' } as CurveRow;
  const course: CourseRow = { run: 'addition/score/1', base_sha256: 'base', config: rows[0].config, points: [] };
  const current = (jobsNow: readonly Job[], base: string | null) =>
    currentRows({ rows, curves: [curve], probes: [probe], courses: [course] }, jobsNow, () => Promise.resolve(base));

  it('are those of the plan as it is, from the bases as they are', async () => {
    expect(await current(jobs, 'base')).toEqual({ rows, curves: [curve], probes: [probe], courses: [course], left: [] });
    expect(await current(jobs, 'another')).toMatchObject({ rows: [], courses: [], left: ['addition/score/1', 'addition/score/2'] });
    const changed = jobs.map((job) => (job.id === 'addition/score/1' ? { ...job, options: { ...job.options, alpha: 9 } } : job));
    expect(await current(changed, 'base')).toEqual({
      ...{ rows: [rows[1]], curves: [curve], probes: [], courses: [] },
      left: ['addition/score/1'],
    });
    expect((await current([jobOf('addition/score/1')], 'base')).left).toEqual(['addition/score/2']);
  });
});

describe('rows of several shards', () => {
  const named = (run: string, value: number): { run: string; value: number } => ({ run, value });

  it('are merged by run, the last file winning, in the order of runs, and merging again changes nothing', () => {
    const a = [named('addition/score/10', 1), named('addition/score/10', 2), named('addition/naive/1', 3)];
    const b = [named('addition/score/2', 4), named('addition/naive/1', 5)];
    const all = merged(a, b);
    expect(all.map(({ value }) => value)).toEqual([5, 4, 1, 2]);
    expect(merged(all, b, all)).toEqual(all);
  });

  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reproduce-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('that are added at the same time are all there', async () => {
    const file = join(folder, 'rows.jsonl');
    await Promise.all(Array.from({ length: 8 }, (_, i) => addRows(file, [named(`run/${i}`, i)])));
    expect((await readRows<{ run: string; value: number }>(file)).map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect((await readFile(file, 'utf8')).endsWith('\n')).toBe(true);
  });
});

describe('the report', () => {
  const rows = [0, 1].flatMap((temperature) => [
    ...rowsWith('score', [9, 10, 11], temperature),
    ...rowsWith('naive', [0, 1, -1], temperature),
  ]);

  it('has a table and verdicts for every task that has rows, worked out from them', () => {
    const { document } = reportOf(rows, []);
    expect(document).toContain(`**6 of ${jobs.length} planned runs are in**`);
    expect(document).toContain('## Addition');
    expect(document).not.toContain('## Transpile');
    expect(document).toContain('| SCoRe (`score`) | 3 | 50.0 | 60.0 ± 2.5 | +10.0 ± 2.5 |');
    expect(document).toContain('+10.0 [+7.5, +12.5]');
    expect(document).toMatch(/Δ of SCoRe is above that of naive RL .*\+10\.0 \[.*\*reproduced\*/);
  });

  it('has RL on the final answer alone in other sizes in a section of its own, beside the usual one', () => {
    const { document } = reportOf(rows, []);
    expect(document).not.toContain('final answer alone collapse');
    const larger = rowsWith('naive_final_only[layers=4]', [30, 31]);
    const [before, section] = reportOf([...rows, ...rowsWith('naive_final_only', [20, 21]), ...larger], []).document.split(
      '## Does RL on the final answer alone collapse?',
    );
    expect(section).toContain('| Final-answer RL (`naive_final_only`) | 2 |');
    expect(section).toContain('| Final-answer RL, layers=4 (`naive_final_only`) | 2 |');
    expect(section).not.toContain('SCoRe');
    expect(before).not.toContain('layers=4');
  });

  it('asks whether Stage I is needed, and whether fresh problems cure, beside what the rest of the study has of both', () => {
    const asked = reportOf(
      [
        ...rows,
        ...rowsWith('score_no_stage1[alpha=3]', [30, 31]),
        ...rowsWith('naive[layers=4,pool=0]', [12, 13]),
        ...rowsWith('naive[pool=0]', [14, 15]),
      ],
      [],
    ).document;
    const [, stageOne, fresh] = asked.split(/## (?:Is Stage I needed|Do fresh problems cure naive RL)\?/);
    expect(stageOne).toContain('| SCoRe (`score`) | 3 |');
    expect(stageOne).toMatch(/\| [^|]*, alpha=3 \(`score_no_stage1`\) \| 2 \|/);
    expect(stageOne).not.toContain('Naive');
    expect(fresh).toMatch(/\| Naive RL \(`naive`\) \| 3 \|/);
    expect(fresh).toMatch(/\| Naive RL, pool=0 \(`naive`\) \| 2 \|/);
    expect(fresh).toMatch(/\| Naive RL, layers=4,pool=0 \(`naive`\) \| 2 \|/);
    expect(fresh).not.toContain('SCoRe');
  });

  it('refuses rows that do not add up', () => {
    expect(() => reportOf([{ ...rows[0], acc_t2: 0.9 }, ...rows.slice(1)], [])).toThrow('does not add up');
  });

  it('writes numbers with signs where they are differences, and without an interval where nothing varies', () => {
    expect([points(0.044), points(-0.112), points(0.6, false)]).toEqual(['+4.4', '−11.2', '60.0']);
    expect(estimateText({ value: 0.05, low: -0.01, high: 0.11 })).toBe('+5.0 [−1.0, +11.0]');
    expect(meanText(rowsWith('naive', [2, 2]), 'delta')).toBe('+2.0');
    expect(meanText(rowsWith('naive', [2]), 'acc_t1')).toBe('50.0');
  });
});
