/** Entry of the evaluation page: opens the link to the host and shows the evaluation. */
import { render } from 'preact';
import { EVALUATION_STYLES } from '../shared/evaluation/styles';
import { EvaluationPage } from './evaluationPage';
import './evaluation.css';
import { hostLink } from './hostLink';

const sheet = new CSSStyleSheet();
sheet.replaceSync(EVALUATION_STYLES);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
render(<EvaluationPage host={hostLink()} />, root);
