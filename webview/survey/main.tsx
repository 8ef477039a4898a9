/** Entry of the survey page: opens the link to the host and shows the survey. */
import { render } from 'preact';
import { SurveyPage } from './surveyPage';
import './survey.css';
import { hostLink } from './hostLink';

const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
render(<SurveyPage host={hostLink()} />, root);
