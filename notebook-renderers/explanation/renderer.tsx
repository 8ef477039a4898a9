/** Entry of the notebook renderer for explanations and comparisons, drawn from their JSON outputs. */
import type { ActivationFunction } from 'vscode-notebook-renderer';
import { Later } from '../shared/later';
import { outputRenderer } from '../shared/outputs';
import { UnreadableNote } from '../shared/unreadableNote';
import { ExplanationPage } from './explanationPage';
import { hostLink } from './hostLink';
import { type Looks, readLooks } from './looks';
import { readOutput } from './reading';
import { STYLES } from './styles';

export const activate: ActivationFunction = (context) => {
  const host = hostLink(context);
  const onLooks = (looks: Looks) => context.setState?.(looks);
  return outputRenderer(STYLES, (mime, text) => {
    const reading = readOutput(mime, text);
    if (reading.kind === 'unreadable') return <UnreadableNote problem={reading.problem} />;
    const shared = { looks: readLooks(context.getState?.()), onLooks, host };
    if (reading.kind === 'comparison') return <Later load={loadComparison} props={{ comparison: reading.comparison, ...shared }} />;
    return <ExplanationPage explanation={reading.explanation} {...shared} />;
  });
};

const loadComparison = async () => (await import('./comparisonPage')).ComparisonPage;
