/** Reads a DDSM data set: cases, views and findings, without their pixels, and a problem for whatever had to be left out or mended. */

import { type Problem, ProblemError } from '../../protocol/problem';
import { paced, type Task } from '../../protocol/task';
import type { Case, Dataset } from '../model';
import { readCase } from './case';
import { type Conversion, conversionProblems } from './converted';
import { type CaseFiles, findCases } from './folders';

/** Cases read at the same time: enough to hide the waiting of a network drive. */
const AT_ONCE = 16;

/**
 * Finds and reads every case below `root`, however its volumes are nested. A case or view that cannot be used safely is left out with an error
 * among `problems`; the rest is there. Pixels stay on disk: a truncated .LJPEG is found when it is decoded. Throws ProblemError
 * `dataset.missing` or `dataset.empty` when there is nothing to read, and the signal's reason on abort.
 */
export async function readDdsm(root: string, task: Task): Promise<Dataset> {
  const { cases: found, problems } = await findCases(root, task.signal);
  const unique = withoutDuplicates(found, problems);
  const progress = paced('read data set', unique.length, task);
  const cases: Case[] = [];
  const conversions: Conversion[] = [];
  for (let i = 0; i < unique.length; i += AT_ONCE) {
    task.signal.throwIfAborted();
    for (const read of await Promise.all(unique.slice(i, i + AT_ONCE).map(readCase))) {
      problems.push(...read.problems);
      conversions.push(...read.conversions);
      if (read.case.views.length > 0) cases.push(read.case);
    }
    progress(Math.min(i + AT_ONCE, unique.length));
  }
  problems.push(...conversionProblems(root, conversions));
  if (cases.length === 0) throw empty(root, unique.length, problems);
  if (!cases.some((c) => c.views.some((v) => v.findings.some((f) => f.pathology === 'malignant')))) problems.push(noMalignant(root, cases));
  return { format: 'ddsm', root, cases, problems };
}

/** The same case in two places would be counted twice, and could land in two parts of the split. */
function withoutDuplicates(found: readonly CaseFiles[], problems: Problem[]): CaseFiles[] {
  const first = new Map<string, CaseFiles>();
  for (const files of found) {
    const earlier = first.get(files.id);
    if (!earlier) first.set(files.id, files);
    else
      problems.push({
        severity: 'error',
        code: 'ddsm.case.duplicate',
        file: files.ics,
        found: `case ${files.id} a second time`,
        expected: `each case once; the one in ${earlier.dir} is used`,
        remedy: 'Remove one of the two folders.',
      });
  }
  return [...first.values()];
}

function noMalignant(root: string, cases: readonly Case[]): Problem {
  return {
    severity: 'warning',
    code: 'dataset.noMalignant',
    file: root,
    found: `${cases.length} cases, none of them with a malignant finding`,
    expected: 'malignant cases too: without them that class can be neither learned nor measured',
    remedy: 'Add cases with PATHOLOGY MALIGNANT, or leave the class out of "classes" in deepminer.json.',
  };
}

function empty(root: string, seen: number, problems: readonly Problem[]): ProblemError {
  const first = problems.find((p) => p.severity === 'error');
  return new ProblemError({
    code: 'dataset.empty',
    file: root,
    found:
      seen === 0
        ? 'no .ics file in this folder or below'
        : `${seen} cases, none of which can be used${first ? ` (first: ${first.found})` : ''}`,
    expected: 'DDSM cases: a folder each with an .ics, .LJPEG views and .OVERLAY files',
    remedy: 'Correct dataset.root in deepminer.json, or copy the data set there.',
  });
}
