/** Entry of the notebook renderer for evaluations. */
import type { ActivationFunction } from 'vscode-notebook-renderer';
import { readEvaluationLooks } from '../../webview/shared/evaluation/looks';
import { EVALUATION_STYLES } from '../../webview/shared/evaluation/styles';
import { outputRenderer } from '../shared/outputs';
import { NOTE_STYLES } from '../shared/styles';
import { UnreadableNote } from '../shared/unreadableNote';
import { EvaluationOutput } from './evaluationOutput';
import { readEvaluationOutput } from './reading';

export const activate: ActivationFunction = (context) =>
  outputRenderer(NOTE_STYLES + EVALUATION_STYLES, (mime, text) => {
    const reading = readEvaluationOutput(mime, text);
    if (reading.kind === 'unreadable') return <UnreadableNote problem={reading.problem} />;
    return (
      <EvaluationOutput
        evaluation={reading.evaluation}
        looks={readEvaluationLooks(context.getState?.())}
        onLooks={(looks) => context.setState?.(looks)}
      />
    );
  });
