/** Which labels the published notebook could never show. It asked for `unit_` and the number, but the labels are filed under four digits; a miss was passed over. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { areLabels, readLabels } from '../../annotation/exchange/labels';
import { namedUnits, phenomenonWords } from '../../annotation/named';
import { RESEARCH_NOTICE } from '../../protocol/explanation';
import { ProblemError } from '../../protocol/problem';
import type { LabelledUnit, LabelReport } from '../../protocol/studyFiles';
import { parseUnitId, unitId } from '../../protocol/unit';
import { labelOf } from './labelLookUp';
import { readPublishedResponses } from './published';

/**
 * @param labelsFile a JSON object from unit to words
 * @param responsesFile the published study's responses, whose words are counted beside
 * Throws ProblemError `study.labels` where the file is none of labels, `study.table` where the responses are none.
 */
export async function labelReport(labelsFile: string, responsesFile?: string): Promise<LabelReport> {
  const text = await textOf(labelsFile);
  const labels = labelsIn(text, labelsFile);
  const { answers, leftOut } = readLabels(labels, text);
  // The way every explanation goes: an entry that it does not reach is an error here, not a missing word there.
  const names = namedUnits(answers.map(({ answer }) => ({ ...answer, at: '' })));
  const entries = Object.keys(labels).filter((entry) => !leftOut.some((l) => l.entry === entry));
  const units = entries.map((entry): LabelledUnit => {
    const unit = unitId(parseUnitId(entry));
    const askedFor = `unit_${parseUnitId(entry) + 1}`;
    const [{ phenomena }] = labelOf(names, entry);
    return { entry, unit, words: phenomena.map(phenomenonWords).join('; '), askedFor, found: Object.hasOwn(labels, askedFor) };
  });
  const findable = new Set(units.filter((u) => u.found).map((u) => u.words));
  const read = responsesFile === undefined ? undefined : await readPublishedResponses(responsesFile);
  const times = new Map<string, number>();
  for (const words of read?.rows.flatMap((row) => row.words) ?? []) times.set(words, (times.get(words) ?? 0) + 1);
  return {
    labels: path.basename(labelsFile),
    ...(responsesFile !== undefined && { responses: path.basename(responsesFile) }),
    units: units.sort((a, b) => parseUnitId(a.unit) - parseUnitId(b.unit)),
    lost: units.filter((u) => !u.found).length,
    lostWords: [...new Set(units.map((u) => u.words))].filter((words) => !findable.has(words)),
    ...(read && {
      shown: [...times].map(([words, n]) => ({ words, times: n, findable: findable.has(words) })).sort((a, b) => b.times - a.times),
    }),
    warnings: [
      ...leftOut.map(({ entry, reason }) => `${path.basename(labelsFile)}: ${entry} is left out: ${reason}.`),
      ...(read?.warnings ?? []),
    ],
    notice: RESEARCH_NOTICE,
  };
}

function labelsIn(text: string, file: string): Record<string, unknown> {
  const refuse = (found: string): ProblemError =>
    new ProblemError({
      code: 'study.labels',
      file,
      found,
      expected: 'a JSON object from unit to words, e.g. {"unit_0003": "Microcalcifications"}',
      remedy: 'Choose a file of labels.',
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse(`text that is not JSON (${(error as Error).message})`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && areLabels(value as Record<string, unknown>))
    return value as Record<string, unknown>;
  throw refuse('JSON without a unit');
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'EISDIR') throw error;
    throw new ProblemError({
      code: 'study.labels',
      file,
      found: error.code === 'ENOENT' ? 'no such file' : 'a folder',
      expected: 'a file of labels (JSON)',
      remedy: 'Check its name.',
    });
  });
}
