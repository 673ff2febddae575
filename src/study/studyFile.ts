/** The files in `study/`, which `npm run reproduce -- --report` writes: what the report draws of a task, for the same pictures on the page. */
import type { ProbeResults, RunOptions } from '../../workers/protocol.ts';
import type { AskedSeeds } from './asked.ts';

/** How much of the study is in, of one task. */
export interface StudyProgress {
  task: string;
  /** Runs that are in, of how many that are planned. */
  done: number;
  planned: number;
}

/** `study/index.json`: the tasks of the study in the order of the plan. Those of which runs are in have a file. */
export interface StudyIndex {
  /** What trains the runs that are missing, and what writes these files. */
  commands: { train: string; write: string };
  tasks: StudyProgress[];
}

export interface StudyFigure {
  title: string;
  /** Which component draws it, by its path in src/pictures. */
  picture: string;
  /** What that component draws. */
  data: unknown;
  /** Of the probes that it is drawn from, where it is drawn from any. */
  asked?: readonly AskedSeeds[];
}

export interface StudySection {
  title: string;
  figures: StudyFigure[];
  /** Titles of the figures whose rows are not in yet. */
  absent: string[];
}

/** A run that the page has a recording of, and what its probes have found. */
export interface RecordedProbes {
  options: RunOptions;
  /** Of every probe. */
  problems: number;
  results: ProbeResults;
}

/** `study/<task>.json` */
export interface StudyFile extends StudyProgress {
  sections: StudySection[];
  recorded: RecordedProbes[];
}
