/** Entry of the page of a survey's results: opens the link to the host and shows them. */
import { render } from 'preact';
import './surveyResults.css';
import { hostLink } from './hostLink';
import { SurveyResultsPage } from './surveyResultsPage';

const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
render(<SurveyResultsPage host={hostLink()} />, root);
