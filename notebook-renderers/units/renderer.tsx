/** Entry of the notebook renderer for mined units and similar views. */
import type { ActivationFunction } from 'vscode-notebook-renderer';
import { outputRenderer } from '../shared/outputs';
import { UnreadableNote } from '../shared/unreadableNote';
import { readOutput } from './reading';
import { SimilarPage } from './similarPage';
import { UNIT_STYLES } from './styles';
import { UnitPage } from './unitPage';

export const activate: ActivationFunction = () =>
  outputRenderer(UNIT_STYLES, (mime, text) => {
    const reading = readOutput(mime, text);
    if (reading.kind === 'unit') return <UnitPage display={reading.display} />;
    if (reading.kind === 'similar') return <SimilarPage similar={reading.similar} />;
    return <UnreadableNote problem={reading.problem} />;
  });
