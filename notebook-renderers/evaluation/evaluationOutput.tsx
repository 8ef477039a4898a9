/** An evaluation in a notebook: the page's figures without its buttons, which need an extension host. */
import { useState } from 'preact/hooks';
import type { Evaluation } from '../../src/protocol/evaluation';
import { EvaluationView } from '../../webview/shared/evaluation/evaluationView';
import type { EvaluationLooks } from '../../webview/shared/evaluation/looks';

interface Props {
  evaluation: Evaluation;
  looks: EvaluationLooks;
  onLooks(looks: EvaluationLooks): void;
}

export function EvaluationOutput({ evaluation, looks: remembered, onLooks }: Props) {
  const [looks, setLooks] = useState(remembered);
  return (
    <EvaluationView
      evaluation={evaluation}
      looks={looks}
      onLooks={(next) => {
        setLooks(next);
        onLooks(next);
      }}
    />
  );
}
