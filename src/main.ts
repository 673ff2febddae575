import { mount } from 'svelte';
import App from './lab/App.svelte';
import { Language } from './languages/language.svelte.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/fields.css';
import './styles/charts.css';
import './styles/matrix.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app".');
const language = new Language();
await language.open();
mount(App, { target, props: { language } });
