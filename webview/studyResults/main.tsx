/** Entry of the page of a study's results: opens the link to the host and shows them. */
import { render } from 'preact';
import { adoptStyles } from '../shared/adoptStyles';
import { STUDY_STYLES } from '../shared/study/styles';
import './studyResults.css';
import { hostLink } from './hostLink';
import { StudyResultsPage } from './studyResultsPage';

adoptStyles(STUDY_STYLES);
const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
render(<StudyResultsPage host={hostLink()} />, root);
