/** Reader studies as a notebook shows them: results interactive by our renderer, elsewhere as the answer above a table, and in words; others as tables. */
import path from 'node:path';
import { escapeHtml, tableItems } from '../kernel/table';
import type { CreatedStudy } from '../protocol/compute';
import { STUDY_MIME, type StudyListing, type StudyScore } from '../protocol/study';
import { CONDITION_NAMES, powerSentence, resultNotes, resultSentences } from '../protocol/studyWords';
import { figureRows, studyScoreText } from '../study/score/resultWords';

export function studyItems(score: StudyScore): Record<string, string> {
  const paragraphs = (lines: readonly string[]) => lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');
  const rows = figureRows(score);
  return {
    [STUDY_MIME]: JSON.stringify(score),
    'text/html': [
      paragraphs(resultSentences(score)),
      ...(rows.length > 0 ? [tableItems(rows)['text/html']] : []),
      paragraphs([...score.warnings, ...resultNotes(score), score.notice]),
    ].join('\n'),
    'text/plain': studyScoreText(score),
  };
}

export function studyListItems(studies: readonly StudyListing[]): Record<string, string> {
  return tableItems(
    studies.map(({ name, created, cases, conditions, run, readers, key }) => ({
      study: name,
      created,
      run,
      cases,
      read: conditions.map((condition) => CONDITION_NAMES[condition].toLowerCase()).join(', '),
      readers: readers.map(({ reader, answered, of }) => `${reader} ${answered} of ${of}`).join(', ') || 'nobody yet',
      key: key ? 'yes' : 'missing',
    })),
  );
}

/** A study as it was made, with what one reader's answers can show; its folder relative to the project's, for notebooks travel. */
export function createdItems(project: string, { plan, dir, keyFile, power }: CreatedStudy): Record<string, string> {
  const { choices, source, cases, name } = plan;
  return tableItems([
    {
      study: name,
      run: source.run,
      cases: cases.length,
      units: choices.units,
      seed: choices.seed,
      read: choices.conditions.map((condition) => CONDITION_NAMES[condition].toLowerCase()).join(', '),
      'for readers': path.relative(project, dir),
      key: path.relative(project, keyFile),
      'can show': powerSentence(power, cases.length),
    },
  ]);
}
