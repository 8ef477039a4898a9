/**
 * What can be seen of a project without computing: its runs, evaluations, mined units with their names, and the report of its data, read from
 * the files that hold them. Only files of the project's own folder are read: nothing that its settings name leads anywhere.
 */
import type { RunSummary } from '../../protocol/compute';
import type { DataCheck } from '../../protocol/dataCheck';
import { type Evaluation, evaluationFile } from '../../protocol/evaluation';
import type { MiningManifest } from '../../protocol/mining';
import { evaluationOfVersion2, outdatedText } from '../../protocol/openedEvaluation';
import { ProblemError } from '../../protocol/problem';
import { describeRun, usedEpoch } from '../../protocol/runFiles';
import type { RunEvaluation, RunMining } from '../../protocol/runHistory';
import type { ComputeMethodsClient } from '../computeClient';
import { eventsOf, type FoundRun, foundRuns, nothingThere } from './foundRuns';
import { jsonIfThere, type LookedAtFiles } from './lookedAtFiles';
import { lookingSurvey } from './lookingSurvey';
import { lookingUnits } from './lookingUnits';

export type LookingMethods = Pick<
  ComputeMethodsClient,
  'listRuns' | 'runFiles' | 'openEvaluation' | 'openDataCheck' | 'listUnits' | 'showUnit' | 'displayUnit' | 'surveyState' | 'surveyUnit'
>;

/** Milliseconds within which the process of a run notes how far it is many times. */
const SIGN_OF_LIFE_MS = 60_000;

/** The methods by the files alone. A run counts as going on while it noted its progress within the last minute: no process is asked after. */
export function lookingMethods(files: LookedAtFiles): LookingMethods {
  const jsonOf = <T>(file: string): Promise<T | undefined> => jsonIfThere<T>(files, file);
  const runsOf = (project: string) => foundRuns(files, project);

  async function summarise({ run, dir, createdAt, settings }: FoundRun): Promise<RunSummary> {
    const names = await files.names(dir);
    const progress = names.some((name) => /^lock-\d+\.json$/.test(name))
      ? await jsonOf<NonNullable<RunSummary['progress']>>(files.join(dir, 'progress.json'))
      : undefined;
    const running = progress !== undefined && Date.now() - Date.parse(progress.at) < SIGN_OF_LIFE_MS;
    const evaluated = names.includes(evaluationFile('test'));
    const summary = describeRun(
      {
        run,
        dir,
        createdAt,
        settings,
        running,
        events: await eventsOf(files, dir),
        mined: await files.names(files.join(dir, 'mining')),
        evaluation: evaluated ? ((await jsonOf<{ network?: string }>(files.join(dir, evaluationFile('test')))) ?? {}) : undefined,
      },
      files.join,
    );
    return running ? { ...summary, progress } : summary;
  }

  async function evaluationsOf(dir: string, used: string | undefined): Promise<RunEvaluation[]> {
    const names = await files.names(dir);
    const parts = (['test', 'holdout'] as const).filter((part) => names.includes(evaluationFile(part)));
    return Promise.all(
      parts.map(async (part) => {
        const file = files.join(dir, evaluationFile(part));
        const { network, classes = {} } = (await jsonOf<Partial<Evaluation>>(file)) ?? {};
        const auc = Object.fromEntries(
          Object.entries(classes).map(([name, figures]) => [name, 'auc' in figures ? figures.auc : undefined]),
        );
        return { part, file, auc, outdated: network !== used };
      }),
    );
  }

  async function miningsOf(runDir: string, used: string | undefined): Promise<RunMining[]> {
    const hashes = (await files.names(files.join(runDir, 'mining'))).filter((name) => /^[0-9a-f]{16}$/.test(name));
    const minings = await Promise.all(
      hashes.map(async (hash) => {
        const dir = files.join(runDir, 'mining', hash);
        const manifest = await jsonOf<Partial<MiningManifest>>(files.join(dir, 'manifest.json'));
        const { network, checkpoint, layer, units } = manifest ?? {};
        if (typeof network !== 'string' || !Array.isArray(units)) return [];
        const file =
          String(checkpoint ?? '')
            .split(/[\\/]/)
            .at(-1) ?? '';
        return [{ hash, dir, checkpoint: file, layer, units: units.length, outdated: used === undefined || !network.startsWith(used) }];
      }),
    );
    return minings.flat();
  }

  return {
    ...lookingUnits(files),
    ...lookingSurvey(files),

    async listRuns({ project }) {
      const runs = await Promise.all((await runsOf(project)).map((found) => summarise(found).catch(() => undefined)));
      return runs.filter((run) => run !== undefined);
    },

    // Checkpoints are left out: nothing can be done with them here.
    async runFiles({ project, run: name }) {
      const found = (await runsOf(project)).find(({ run }) => run === name);
      if (!found) throw nothingThere(files.join(project, 'runs'), `no run "${name}"`, 'a run');
      const used = usedEpoch(found.settings, await eventsOf(files, found.dir))?.network;
      const [evaluations, minings] = await Promise.all([evaluationsOf(found.dir, used), miningsOf(found.dir, used)]);
      const explanations = (await files.names(files.join(found.dir, 'explanations'))).filter((file) => file.endsWith('.json')).length;
      return { summary: await summarise(found), checkpoints: [], evaluations, minings, explanations };
    },

    async openEvaluation({ project, run: name, part = 'test' }) {
      const runs = await runsOf(project);
      let found = runs.find(({ run }) => run === name);
      for (const run of name === undefined ? runs.toReversed() : [])
        if (!found && (await files.names(run.dir)).includes(evaluationFile(part))) found = run;
      if (!found)
        throw nothingThere(files.join(project, 'runs'), name ? `no run "${name}"` : 'no evaluated run', 'the evaluation of a run');
      const { run, dir, settings } = found;
      const file = files.join(dir, evaluationFile(part));
      const kept = await files
        .text(file)
        .then(JSON.parse)
        .catch((error: unknown) => {
          if (error instanceof ProblemError) throw error;
          throw nothingThere(file, 'no evaluation that can be read', `the figures of the ${part} part`);
        });
      const evaluation = evaluationOfVersion2(kept, file, part);
      const outdated = outdatedText(evaluation, usedEpoch(settings, await eventsOf(files, dir)));
      return { project, run, part, evaluation, folder: files.join(dir, 'evaluation', part), ...(outdated && { outdated }) };
    },

    async openDataCheck({ project }) {
      const file = files.join(project, '.deepminer', 'check', 'report.json');
      const report = await jsonOf<DataCheck>(file);
      if (report?.version === 1) return report;
      throw nothingThere(file, 'a data set that was not checked yet', 'the report of a check');
    },
  };
}
