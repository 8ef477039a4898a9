/** exportAnswers and importAnswers: answers of experts as a file, and back into their logs. */
import path from 'node:path';
import { answersCsv } from '../../annotation/exchange/csv';
import { answersJson } from '../../annotation/exchange/json';
import { readAnswers } from '../../annotation/exchange/read';
import { takeAnswers } from '../../annotation/exchange/take';
import { expertName } from '../../annotation/expertFile';
import { AnnotationStore } from '../../annotation/store';
import { readUnitCount } from '../../mining/folder';
import { writeFileWhole } from '../../project/files';
import { openProject } from '../../project/project';
import { describeProblem, ProblemError } from '../../protocol/problem';
import { lacksNetwork, requireOneNetwork } from '../answeredNetwork';
import type { Method } from '../method';
import { openUnits } from '../openUnits';

export const exportAnswers: Method<'exportAnswers'> = async ({ project: dir, run: name, file, expert }, context) => {
  const format = path.extname(file).toLowerCase().slice(1);
  if (format !== 'csv' && format !== 'json') throw otherFormat(file);
  const project = await openProject(dir);
  const { run, manifest } = await openUnits(project, name);
  const store = await AnnotationStore.open(project.annotationsDir);
  for (const problem of store.problems) context.log('warn', describeProblem(problem));
  const about = (await store.standing()).filter((a) => a.network === manifest.network);
  const wanted = expert === undefined ? undefined : expertName(expert);
  const answers = wanted === undefined ? about : about.filter((a) => a.expert === wanted);
  if (answers.length === 0) throw noAnswers(project.annotationsDir, wanted, [...new Set(about.map((a) => a.expert))]);
  const { network, hash: mining } = manifest;
  await writeFileWhole(file, format === 'csv' ? answersCsv(answers) : answersJson(answers, { network, mining }));
  return { run, file, format, answers: answers.length, experts: [...new Set(answers.map((a) => a.expert))] };
};

export const importAnswers: Method<'importAnswers'> = async ({ project: dir, run: name, file, expert, anyNetwork }, context) => {
  const read = await readAnswers(file);
  const project = await openProject(dir);
  const unsaid = lacksNetwork(read);
  if (unsaid && name === undefined) await requireOneNetwork(project, file);
  const { run, dir: miningDir, manifest } = await openUnits(project, name);
  if (unsaid && name === undefined)
    context.log(
      'warn',
      `${path.basename(file)} does not say which network its units are of: they are taken for those of ${run}, the only one.`,
    );
  const store = await AnnotationStore.open(project.annotationsDir);
  for (const problem of store.problems) context.log('warn', describeProblem(problem));
  const about = {
    network: manifest.network,
    mining: manifest.hash,
    units: await readUnitCount(miningDir),
    mined: manifest.units,
  };
  return { run, network: manifest.network, ...(await takeAnswers({ file, read, store, about, expert, anyNetwork })) };
};

function otherFormat(file: string): ProblemError {
  return new ProblemError({
    code: 'exchange.extension',
    file,
    found: `a file name that ends in "${path.extname(file)}"`,
    expected: '.csv or .json',
    remedy: 'Choose a name that ends so.',
  });
}

function noAnswers(dir: string, expert: string | undefined, others: readonly string[]): ProblemError {
  return new ProblemError({
    code: 'exchange.noAnswers',
    file: dir,
    found: expert === undefined ? 'no answer to this network' : `no answer of ${expert}`,
    expected: others.length > 0 ? `an expert who answered: ${others.join(', ')}` : 'answers to its mined units',
    remedy: others.length > 0 ? 'Choose one of them.' : 'Annotate its units first (command DeepMiner: Annotate Units).',
  });
}
