/** Entry of the page of a checked data set: opens the link to the host and shows the report. */
import { render } from 'preact';
import './dataCheck.css';
import { DataCheckPage } from './dataCheckPage';
import { hostLink } from './hostLink';

const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
render(<DataCheckPage host={hostLink()} />, root);
