/** The table of a run's units with its pictures drawn, for files and for notebooks. */
import { readMinedUnits } from '../mining/folder';
import { openProject } from '../project/project';
import type { Params } from '../protocol/compute';
import { describeProblem } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { type UnitTable, unitTable } from '../units/table';
import { openUnits } from './openUnits';

/** Paper, Figure 3. */
const USUAL_PATCHES = 4;

export type UnitTableQuestion = Pick<Params<'exportUnitTable'>, 'project' | 'run' | 'units' | 'patches'>;

export async function drawUnitTable(
  { project, run, units = 'annotated', patches = USUAL_PATCHES }: UnitTableQuestion,
  task: Task,
): Promise<UnitTable> {
  const opened = await openUnits(await openProject(project), run);
  for (const problem of opened.problems) task.log('warn', describeProblem(problem));
  const mined = await readMinedUnits(opened.dir);
  return unitTable({ ...opened, mined, units, patches, task });
}
