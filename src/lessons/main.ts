import { mount } from 'svelte';
import { Language } from '../languages/language.svelte.ts';
import { NewVersion } from '../state/newVersion.svelte.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import './paper.css';
import Lessons from './Lessons.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('lessons.html has no element with the id "app".');

const language = new Language();
await language.open();
mount(Lessons, { target, props: { language } });
void new NewVersion().keep();
