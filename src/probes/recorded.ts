import type { Recording, RunOptions } from '../../workers/protocol.ts';
import { differences } from '../state/setup.ts';
import { fetchStudy } from '../study/fetchStudy.ts';
import type { RecordedProbes, StudyFile } from '../study/studyFile.ts';

/** What was measured of the recording with these options, of all that was measured of recordings. */
export const probesOf = ({ recorded }: Pick<StudyFile, 'recorded'>, options: RunOptions): RecordedProbes | undefined =>
  recorded.find(
    ({ options: probed }) => probed.task === options.task && probed.method === options.method && differences(probed, options).length === 0,
  );

/** What the study measured of a recorded run; null if nothing was. @throws if that could not be loaded */
export async function recordedProbes({ options }: Recording): Promise<RecordedProbes | null> {
  const study = await fetchStudy(options.task);
  return (study && probesOf(study, options)) ?? null;
}
