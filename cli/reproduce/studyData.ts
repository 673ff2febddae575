/** What the page shows of the study: the data of the report's figures, one file per task, in public/study. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RecordedProbes, StudyFile, StudyIndex, StudyProgress, StudySection } from '../../src/study/studyFile.ts';
import { probeNames } from '../../workers/methods/probes/list.ts';
import type { ProbeResults } from '../../workers/methods/probes/list.ts';
import type { Recording } from '../../workers/protocol.ts';
import { makeFolder, parseJson, readInput, replaceFile } from '../files.ts';
import { arms, grid, jobsOf } from './arms.ts';
import { ofTask } from './figureData.ts';
import type { ProbeRow, TaskRows } from './figureData.ts';
import { finalFigures, gainFigures, probeFigures, trainingFigures } from './reportFigures.ts';
import type { Figure } from './reportFigures.ts';
import type { ResultRow } from './results.ts';
import { finalEvaluation } from './runJob.ts';

const shipped = fileURLToPath(new URL('../../public', import.meta.url));

/** A row of probes.jsonl as `lab probe` wrote it. */
type WholeProbeRow = ProbeRow & ProbeResults;

const section = (title: string, figures: readonly Figure[]): StudySection => ({
  title,
  figures: figures.flatMap(({ title: name, drawing, asked }) => (drawing ? [{ title: name, ...drawing, ...(asked && { asked }) }] : [])),
  absent: figures.flatMap(({ title: name, drawing }) => (drawing ? [] : [name])),
});

/** How many of the planned runs of a task are in. */
function progressOf(task: string, rows: readonly ResultRow[]): StudyProgress {
  const planned = new Set(jobsOf(arms).flatMap(({ id, arm }) => (arm.task === task ? [id] : [])));
  return { task, done: new Set(rows.filter(({ run }) => planned.has(run)).map(({ run }) => run)).size, planned: planned.size };
}

/**
 * The probes of the runs that recordings are of. A run is a recording's if it has its options and measured the same at every evaluation: a
 * recording that was made anew, or with another base, is another run.
 */
export function recordedProbes(recordings: readonly Recording[], { rows, curves, probes }: TaskRows): RecordedProbes[] {
  const isRecorded = ({ options, evaluations }: Recording, { run }: ProbeRow): boolean => {
    const config = rows.find((row) => row.run === run)?.config;
    const points = curves.find((curve) => curve.run === run)?.points ?? [];
    const measured = evaluations.flatMap((evaluation) => evaluation.rows);
    return (
      JSON.stringify(config) === JSON.stringify(options) &&
      points.length === measured.length &&
      points.every(({ acc_t1, acc_t2, change_rate }, index) => {
        const row = measured[index];
        return row.acc_t1 === acc_t1 && row.acc_t2 === acc_t2 && row.change_rate === change_rate;
      })
    );
  };
  return recordings.flatMap((recording) =>
    (probes as readonly WholeProbeRow[])
      .filter((row) => isRecorded(recording, row))
      .map((row) => {
        const results = Object.fromEntries(probeNames.map((name) => [name, row[name]])) as unknown as ProbeResults;
        return { options: recording.options, problems: row.options.n, results };
      }),
  );
}

/** What the page shows of one task. @param from all rows of the study */
export function studyOf(task: string, from: TaskRows, recordings: readonly Recording[]): StudyFile {
  const own = ofTask(task, from);
  const final = finalEvaluation.temperatures.map((temperature) =>
    section(temperature === 0 ? 'At the end, greedy' : `At the end, temperature ${temperature}`, finalFigures(task, own, temperature)),
  );
  return {
    ...progressOf(task, own.rows),
    sections: [
      ...final,
      section('A closer look', probeFigures(task, own)),
      section('Over training', trainingFigures(task, own)),
      ...(task === grid.task ? [section('When does SCoRe help?', gainFigures(task, from.rows))] : []),
    ],
    recorded: recordedProbes(recordings, own),
  };
}

/** Six digits are more than any picture or table shows. */
const shortened = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;

/** All recordings of a task, of whichever file. */
async function recordingsOf(task: string): Promise<Recording[]> {
  const folder = join(shipped, 'recordings');
  const files = (await readdir(folder)).filter(
    (file) => file === `${task}.json` || (file.startsWith(`${task}-`) && file.endsWith('.json')),
  );
  const read = async (file: string): Promise<Recording[]> => {
    const path = join(folder, file);
    return parseJson<Recording[]>(new TextDecoder().decode(await readInput(path)), `${path} is damaged: it is not JSON.`);
  };
  return (await Promise.all(files.sort().map(read))).flat();
}

/** Writes the files from the rows of the study. */
export async function writeStudy(rows: TaskRows, target = join(shipped, 'study')): Promise<void> {
  await makeFolder(target);
  const tasks = [...new Set([...arms, ...rows.rows].map(({ task }) => task))];
  const index: StudyIndex = {
    commands: { train: 'npm run reproduce', write: 'npm run reproduce -- --report' },
    tasks: tasks.map((task) => progressOf(task, rows.rows)),
  };
  await replaceFile(join(target, 'index.json'), JSON.stringify(index));
  for (const task of tasks.filter((each) => rows.rows.some((row) => row.task === each))) {
    const study = studyOf(task, rows, await recordingsOf(task));
    await replaceFile(join(target, `${task}.json`), JSON.stringify(study, shortened));
  }
}
