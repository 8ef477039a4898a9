/** Entry of the notebook renderer for the results of reader studies. */
import type { ActivationFunction } from 'vscode-notebook-renderer';
import { readStudyLooks } from '../../webview/shared/study/looks';
import { STUDY_STYLES } from '../../webview/shared/study/styles';
import { outputRenderer } from '../shared/outputs';
import { NOTE_STYLES } from '../shared/styles';
import { UnreadableNote } from '../shared/unreadableNote';
import { readStudyOutput } from './reading';
import { StudyOutput } from './studyOutput';

export const activate: ActivationFunction = (context) =>
  outputRenderer(NOTE_STYLES + STUDY_STYLES, (mime, text) => {
    const reading = readStudyOutput(mime, text);
    if (reading.kind === 'unreadable') return <UnreadableNote problem={reading.problem} />;
    return (
      <StudyOutput score={reading.score} looks={readStudyLooks(context.getState?.())} onLooks={(looks) => context.setState?.(looks)} />
    );
  });
