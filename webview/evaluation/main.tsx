/** Entry of the evaluation page: opens the link to the host and shows the evaluation. */
import { render } from 'preact';
import { adoptStyles } from '../shared/adoptStyles';
import { EVALUATION_STYLES } from '../shared/evaluation/styles';
import { EvaluationPage } from './evaluationPage';
import './evaluation.css';
import { hostLink } from './hostLink';

adoptStyles(EVALUATION_STYLES);
const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
render(<EvaluationPage host={hostLink()} />, root);
