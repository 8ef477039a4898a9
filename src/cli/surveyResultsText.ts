/** The results of a survey as text for a terminal. */
import { RESEARCH_NOTICE } from '../protocol/explanation';
import type { Kappa } from '../protocol/kappa';
import type { AgreementQuestion, SurveyResults } from '../protocol/surveyResults';
import { table } from './terminal';

const QUESTIONS: Record<AgreementQuestion, string> = {
  recognizable: 'recognizable',
  category: 'BI-RADS category',
  association: 'association',
};

export function surveyResultsText(results: SurveyResults): string {
  const { named, decided, run, mining, conflicts, notMined, problems } = results;
  return [
    `${named.units} of ${named.of} units of ${run} named by at least one expert (mining ${mining.slice(0, 16)})`,
    ...(named.byPersons === undefined ? [] : [`${named.byPersons} of them by persons, the others by the reference annotator alone`]),
    ...(named.atLeast.length > 1 ? [named.atLeast.map((units, i) => `by ${i + 1} or more: ${units}`).join(', ')] : []),
    ...(decided.units > 0 ? [`${decided.units} units decided, ${decided.named} of them named`] : []),
    ...conflicts.map(
      ({ unit, expert, answers }) =>
        `Conflict: ${expert} on ${unit}: ${answers.map((a) => a.words || a.kind).join(' / ')} (the last counts)`,
    ),
    ...section('Classes', classesTable(results)),
    ...section('Experts', expertsTable(results)),
    ...section('Agreement (kappa, 95 % interval over units)', agreementTable(results)),
    '',
    timeText(results),
    ...(notMined > 0 ? [`${notMined} answers are to units that were not mined: they count nowhere here.`] : []),
    ...problems,
    RESEARCH_NOTICE,
  ].join('\n');
}

const section = (title: string, text: string | undefined): string[] => (text === undefined ? [] : ['', title, text]);

function classesTable({ classes }: SurveyResults): string {
  const rows = classes.map((c) => [
    c.className,
    `${c.named} of ${c.chosen}`,
    percent(c.namedCoverage),
    percent(c.coverage),
    c.allNamedCoverage === undefined ? '-' : percent(c.allNamedCoverage),
  ]);
  return table(['class', 'named', 'coverage of named', 'of all chosen', 'of named, any class'], rows);
}

function expertsTable({ experts }: SurveyResults): string | undefined {
  if (experts.length === 0) return undefined;
  const rows = experts.map((e) => [
    e.expert,
    String(e.answered),
    String(e.named),
    String(e.unrecognized),
    e.timed > 0 ? e.minutes.toFixed(1) : '-',
    e.medianSeconds === null ? '-' : e.medianSeconds.toFixed(1),
  ]);
  return table(['expert', 'answered', 'named', 'not recognizable', 'minutes', 'median s a unit'], rows);
}

function agreementTable({ agreement }: SurveyResults): string | undefined {
  const rows = agreement.flatMap(({ question, all, pairs }) => [
    ...(all ? [[QUESTIONS[question], `all ${all.experts} persons (Fleiss)`, ...kappaCells(all)]] : []),
    ...pairs.map((pair) => [QUESTIONS[question], `${pair.experts.join(', ')} (Cohen)`, ...kappaCells(pair)]),
  ]);
  return rows.length > 0 ? table(['question', 'experts', 'kappa', 'interval', 'units'], rows) : undefined;
}

function kappaCells({ kappa, reason, interval, units }: Kappa): string[] {
  const none = reason === 'oneCategory' ? 'all alike' : 'too few units';
  return [
    kappa === null ? none : kappa.toFixed(3),
    interval === null ? '-' : `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`,
    String(units),
  ];
}

function timeText({ time }: SurveyResults): string {
  const outlining = `outlining ${time.images} hold-out images at 1 minute each: ${time.outliningMinutes} minutes`;
  if (time.medianSeconds === null) return `No answer was timed; ${outlining}.`;
  return `${time.minutes.toFixed(1)} minutes used, median ${time.medianSeconds.toFixed(1)} s a unit; ${outlining}.`;
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
