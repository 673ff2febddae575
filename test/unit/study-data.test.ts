import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProbeRow } from '../../cli/reproduce/figureData.ts';
import { reportOf } from '../../cli/reproduce/report.ts';
import { readRows, resultFiles } from '../../cli/reproduce/results.ts';
import type { CurveRow, ResultRow } from '../../cli/reproduce/results.ts';
import { recordedProbes, studyOf, writeStudy } from '../../cli/reproduce/studyData.ts';
import { fractionEstimate } from '../../workers/measures/intervals.ts';
import type { Recording } from '../../workers/protocol.ts';
import { drawable, pictures } from '../../src/study/pictures.ts';
import type { StudyFile, StudyIndex } from '../../src/study/studyFile.ts';
import { curveOf, probeOf, resultOf } from './reproduceRows.ts';

const rows = [0, 1].flatMap((temperature) => [
  resultOf('base', 1, { right: 500, fixed: 50, broken: 80 }, temperature),
  resultOf('naive', 1, { right: 640, fixed: 5, broken: 6 }, temperature),
  resultOf('score', 1, { right: 600, fixed: 100, broken: 20 }, temperature),
  resultOf('score', 2, { right: 600, fixed: 110, broken: 20 }, temperature),
]);
const curves = [curveOf('naive', 1, [0.5, 0.6, 0.7]), curveOf('score', 1, [0.5, 0.6, 0.8]), curveOf('score', 2, [0.5, 0.7, 0.9])];
const probes = [probeOf('naive', 1, 0), probeOf('score', 1, 4, 'report')];
const all = { rows, curves, probes, courses: [] };

/** A recording of a run of these rows: its options, and its measurements in the order of its curve. */
const recordingOf = (arm: string, seed: number): Recording => {
  const { config } = rows.find(({ run }) => run === `addition/${arm}/${seed}`)!;
  const { points } = curves.find(({ run }) => run === `addition/${arm}/${seed}`)!;
  return { options: config, evaluations: [{ rows: points }] } as unknown as Recording;
};

describe('what the page shows of the study', () => {
  it('are the figures of the report, with the same data', () => {
    const { sections } = studyOf('addition', all, []);
    const shown = sections.flatMap(({ figures }) => figures);
    const reported = reportOf(rows, curves, probes).figures;
    expect(new Set(shown.map(({ title, picture }) => `${picture} ${title}`))).toEqual(
      new Set(reported.flatMap(({ title, drawing }) => (drawing ? [`${drawing.picture} ${title}`] : []))),
    );
    const bars = reported.find(({ file }) => file === 'bars-addition-greedy.svg');
    expect(sections[0].figures[0].data).toEqual(bars!.drawing!.data);
    expect(sections.flatMap(({ absent }) => absent)).toContain('Figure 9: a discount in place of SCoRe');
  });

  it('is drawn by components that the page has, all of them', () => {
    const figures = studyOf('addition', all, []).sections.flatMap(({ figures: own }) => own);
    expect(drawable(figures)).toHaveLength(figures.length);
    const drawn = drawable([...figures, { title: '', picture: 'unknown/Unknown', data: [] }]);
    expect(drawn).toHaveLength(figures.length);
    for (const { title, asked, caption, table, data } of drawn) {
      expect(asked).toBe(
        /Figure 1, right|Figure 5, the end|Figure [78]/.test(title)
          ? 'Asked, by seeds: held-out problems that runs evaluate on (Naive RL 1), and those for reports alone (SCoRe 1).'
          : '',
      );
      expect(caption(data)).toMatch(/n = /);
      expect(table(data).rows.length).toBeGreaterThan(0);
    }
    const [known, all_] = [Object.keys(pictures), reportedPictures()];
    for (const picture of all_) expect(known).toContain(picture);
  });

  it('says how many of the planned runs of the task are in', () => {
    const { done, planned } = studyOf('addition', { ...all, rows: [...rows, { ...rows[0], run: 'addition/unplanned/1' }] }, []);
    expect(done).toBe(4);
    expect(planned).toBeGreaterThan(100);
  });
});

/** Every picture that the report can name. */
const reportedPictures = (): string[] => {
  const source = readFileSync(new URL('../../cli/reproduce/figures.ts', import.meta.url), 'utf8');
  return [...source.matchAll(/^ {2}'(\w+\/\w+)': typeof/gm)].map(([, name]) => name);
};

describe('the probes of a recording', () => {
  it('are those of the very run: the same options, and the same numbers at every evaluation', () => {
    const found = recordedProbes([recordingOf('score', 1)], all);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ options: { method: 'score', seed: 1 }, problems: 400 });
    expect(found[0].results.voting).toEqual(probes[1].voting);
  });

  it('are none where the run was not probed, its options are others, or it measured otherwise', () => {
    expect(recordedProbes([recordingOf('score', 2)], all)).toEqual([]);
    const recording = recordingOf('score', 1);
    expect(recordedProbes([{ ...recording, options: { ...recording.options, alpha: 3 } }], all)).toEqual([]);
    const otherwise = structuredClone(recording);
    otherwise.evaluations[0].rows[1].acc_t2 += 0.001;
    expect(recordedProbes([otherwise], all)).toEqual([]);
    const shorter = structuredClone(recording);
    shorter.evaluations[0].rows.pop();
    expect(recordedProbes([shorter], all)).toEqual([]);
  });
});

describe('the files of the study', () => {
  const folder = mkdtempSync(join(tmpdir(), 'study-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
  beforeAll(async () => {
    const files = resultFiles('results');
    const rows = await readRows<ResultRow>(files.rows);
    await writeStudy(
      { rows, curves: await readRows<CurveRow>(files.curves), probes: await readRows<ProbeRow>(files.probes), courses: [] },
      folder,
    );
  });

  it('are one per task of which runs are in, and an index of all tasks, each small', () => {
    const { tasks, commands } = read<StudyIndex>('index.json');
    expect(commands.write).toBe('npm run reproduce -- --report');
    const there = tasks.filter(({ done }) => done > 0);
    expect(there.length).toBeGreaterThan(0);
    expect(readdirSync(folder).sort()).toEqual([...there.map(({ task }) => `${task}.json`), 'index.json'].sort());
    // As they are sent.
    for (const name of readdirSync(folder)) expect(gzipSync(readFileSync(join(folder, name))).length, name).toBeLessThan(25_000);
    for (const { task, done, planned } of there) expect(read<StudyFile>(`${task}.json`)).toMatchObject({ task, done, planned });
  });

  it('round no number so far that a table would say another', () => {
    const data = read<StudyFile>('addition.json').sections[0].figures[0].data as { first: { value: number; low: number } }[];
    expect(data[0].first.low).toBeCloseTo(fractionEstimate(data[0].first.value, 2000).low, 5);
  });
});
