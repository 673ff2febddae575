import { mount } from 'svelte';
import App from './lab/App.svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/fields.css';
import './styles/charts.css';
import './styles/matrix.css';
import './styles/hidden.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app".');
mount(App, { target });
