import { render } from 'preact';
import { App } from './app';
import './style/tokens.css';
import './style/base.css';
import './style/controls.css';
import './style/head.css';
import './style/list.css';
import './style/row.css';
import './style/case.css';
import './style/evidence.css';
import './style/rail.css';

render(<App />, document.getElementById('app')!);
