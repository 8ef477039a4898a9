/** Entry of the notebook renderer for explanations and comparisons, drawn from their JSON outputs. */
import type { ActivationFunction } from 'vscode-notebook-renderer';
import { outputRenderer } from '../shared/outputs';
import { UnreadableNote } from '../shared/unreadableNote';
import { ExplanationPage } from './explanationPage';
import { type Looks, readLooks } from './looks';
import { readOutput } from './reading';
import { STYLES } from './styles';

export const activate: ActivationFunction = (context) => {
  const onLooks = (looks: Looks) => context.setState?.(looks);
  return outputRenderer(STYLES, (mime, text) => {
    const reading = readOutput(mime, text);
    if (reading.kind === 'unreadable') return <UnreadableNote problem={reading.problem} />;
    const looks = readLooks(context.getState?.());
    return (
      <ExplanationPage
        explanation={reading.kind === 'explanation' ? reading.explanation : reading.comparison.explanations[0]}
        looks={looks}
        onLooks={onLooks}
      />
    );
  });
};
