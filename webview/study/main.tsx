/** Entry of the reader's page: opens the link to the host and shows the study. */
import { render } from 'preact';
import { hostLink } from './hostLink';
import { StudyPage } from './studyPage';
import './study.css';

const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
render(<StudyPage host={hostLink()} />, root);
