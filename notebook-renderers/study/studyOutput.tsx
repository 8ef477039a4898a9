/** A study's results in a notebook: the page's figures, its cases folded away, without the buttons that need an extension host. */
import { useState } from 'preact/hooks';
import type { StudyScore } from '../../src/protocol/study';
import type { CaseListProps } from '../../webview/shared/study/caseList';
import type { StudyLooks } from '../../webview/shared/study/looks';
import { StudyView } from '../../webview/shared/study/studyView';
import { Later } from '../shared/later';

interface Props {
  score: StudyScore;
  looks: StudyLooks;
  onLooks(looks: StudyLooks): void;
}

export function StudyOutput({ score, looks: remembered, onLooks }: Props) {
  const [looks, setLooks] = useState(remembered);
  return (
    <StudyView
      score={score}
      looks={looks}
      onLooks={(next) => {
        setLooks(next);
        onLooks(next);
      }}
      cases={(list) => <FoldedCases {...list} />}
    />
  );
}

const loadCaseList = async () => (await import('../../webview/shared/study/caseList')).CaseList;

function FoldedCases(list: CaseListProps) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Cases ({list.score.cases.length})</summary>
      {open ? <Later load={loadCaseList} props={list} /> : null}
    </details>
  );
}
