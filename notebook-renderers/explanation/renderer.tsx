/** Entry of the notebook renderer: explanations, mined units, similar views and evaluations, drawn from their JSON outputs. */
import { render } from 'preact';
import type { ActivationFunction } from 'vscode-notebook-renderer';
import { readEvaluationLooks } from '../../webview/shared/evaluation/looks';
import { EVALUATION_STYLES } from '../../webview/shared/evaluation/styles';
import { EvaluationOutput } from './evaluationOutput';
import { ExplanationPage } from './explanationPage';
import { type Looks, readLooks } from './looks';
import { readOutput } from './reading';
import { SimilarPage } from './similarPage';
import { STYLES } from './styles';
import { UnitPage } from './unitPage';
import { UnreadableNote } from './unreadableNote';

export const activate: ActivationFunction = (context) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES + EVALUATION_STYLES);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const places = new Map<string, HTMLElement>();
  const kept = () => context.getState?.() as { evaluation?: unknown } | undefined;
  const keepLooks = (looks: Looks) => context.setState?.({ ...kept(), ...looks });

  return {
    renderOutputItem(item, element) {
      const reading = readOutput(item.mime, item.text());
      const looks = readLooks(context.getState?.());
      places.set(item.id, element);
      element.classList.add('dm-output');
      if (reading.kind === 'explanation')
        render(<ExplanationPage explanation={reading.explanation} looks={looks} onLooks={keepLooks} />, element);
      else if (reading.kind === 'evaluation')
        render(
          <EvaluationOutput
            evaluation={reading.evaluation}
            looks={readEvaluationLooks(kept()?.evaluation)}
            onLooks={(evaluation) => context.setState?.({ ...kept(), evaluation })}
          />,
          element,
        );
      else if (reading.kind === 'unit') render(<UnitPage display={reading.display} />, element);
      else if (reading.kind === 'similar') render(<SimilarPage similar={reading.similar} />, element);
      else render(<UnreadableNote problem={reading.problem} />, element);
    },
    disposeOutputItem(id) {
      const gone = id === undefined ? [...places.keys()] : [id];
      for (const key of gone) {
        const element = places.get(key);
        if (element) render(null, element);
        places.delete(key);
      }
    },
  };
};
