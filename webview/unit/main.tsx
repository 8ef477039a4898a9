/** Entry of the unit page: opens the link to the host and shows the unit. */
import { render } from 'preact';
import { FIGURE_STYLES } from '../shared/figureStyles';
import { UnitPage } from './unitPage';
import './unit.css';
import { hostLink } from './hostLink';

const sheet = new CSSStyleSheet();
sheet.replaceSync(FIGURE_STYLES);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
render(<UnitPage host={hostLink()} />, root);
