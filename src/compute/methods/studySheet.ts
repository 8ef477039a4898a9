/** exportStudySheet and importStudySheet: a study read on paper. */
import path from 'node:path';
import { expertFile, expertName } from '../../annotation/expertFile';
import { writeFileWhole } from '../../project/files';
import { openProject } from '../../project/project';
import { describeProblem, ProblemError } from '../../protocol/problem';
import { openPlan, studyDir } from '../../study/folder';
import { readSheet } from '../../study/sheet/sheetAnswers';
import { sheetPage } from '../../study/sheet/sheetPage';
import { sheetCsv } from '../../study/sheet/sheetTable';
import { readingOrder } from '../../study/state';
import { StudyStore } from '../../study/store';
import { takeAnswer } from '../../study/take';
import type { Method } from '../method';

export const exportStudySheet: Method<'exportStudySheet'> = async ({ project, study, reader: given, out }) => {
  const { dir } = await openProject(project);
  const plan = await openPlan(dir, study);
  const reader = expertName(given);
  const items = readingOrder(plan, reader);
  const onPaper = items.filter((item) => item.condition === 'words');
  if (onPaper.length === 0)
    throw new ProblemError({
      code: 'study.notOnPaper',
      found: `${plan.name}, which shows pictures with all of its words`,
      expected: 'a study with the condition "words"',
      remedy: 'Read it on its page (deepminer study serve).',
    });
  const units = new Map(plan.cases.map((c) => [c.id, c.units]));
  const cases = onPaper.map((item) => ({ id: item.case, words: units.get(item.case)!.map((u) => u.words) }));
  // The reader's name as the answers' log has it: no name leaves the folder.
  const base = path.join(out, `${plan.name}-${path.basename(expertFile(reader), '.jsonl')}`);
  const [csv, page] = [`${base}.csv`, `${base}.html`];
  await writeFileWhole(csv, sheetCsv(plan, reader, cases));
  await writeFileWhole(page, sheetPage(plan, reader, cases));
  return { study: plan.name, reader, csv, page, cases: cases.length, notOnPaper: items.length - onPaper.length };
};

export const importStudySheet: Method<'importStudySheet'> = async ({ project, study, reader: given, file }, context) => {
  const { dir } = await openProject(project);
  const plan = await openPlan(dir, study);
  const { reader, answers, empty, leftOut } = await readSheet(file, plan, given);
  const store = await StudyStore.open(studyDir(dir, plan.name));
  for (const problem of store.problems) context.log('warn', describeProblem(problem));
  let imported = 0;
  let unchanged = 0;
  for (const { line, case: id, call, confidence } of answers) {
    const answer = { study: plan.hash, case: id, condition: 'words' as const, reader, call, confidence, seconds: 0 };
    try {
      await store.appendAfter(reader, (standing) => {
        const before = standing.filter((a) => a.study === plan.hash && a.case === id && a.condition === 'words');
        const same = before.length === 1 && before[0].call === call && before[0].confidence === confidence ? before[0] : undefined;
        if (same) unchanged++;
        const taken = same ?? takeAnswer(plan, answer, standing);
        if (!same) imported++;
        return taken;
      });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code !== 'study.answered') throw error;
      leftOut.push({ line, entry: id, reason: `${error.problem.found}. ${error.problem.remedy}` });
    }
  }
  leftOut.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return { study: plan.name, reader, file, imported, unchanged, empty, leftOut };
};
