/** Entry of the page of runs: opens the link to the host and shows their course. */
import { render } from 'preact';
import { adoptStyles } from '../shared/adoptStyles';
import { RESULT_STYLES } from '../shared/evaluation/resultStyles';
import { hostLink } from './hostLink';
import { RunPage } from './runPage';
import './run.css';

adoptStyles(RESULT_STYLES);
const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
render(<RunPage host={hostLink()} />, root);
