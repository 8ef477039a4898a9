/** Entry of the page of a survey's results: opens the link to the host and shows them. */
import { render } from 'preact';
import { adoptStyles } from '../shared/adoptStyles';
import { LANE_STYLES } from '../shared/laneStyles';
import './surveyResults.css';
import { hostLink } from './hostLink';
import { SurveyResultsPage } from './surveyResultsPage';

adoptStyles(LANE_STYLES);
const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
render(<SurveyResultsPage host={hostLink()} />, root);
