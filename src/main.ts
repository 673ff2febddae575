import { flushSync, mount } from 'svelte';
import type { Recording } from '../workers/protocol.ts';
import App from './lab/App.svelte';
import { doNow, type Meanwhile } from './lab/meanwhile.ts';
import { returnToPlace } from './lab/scrollPlace.ts';
import { recall } from './state/remember.ts';
import { firstTask } from './state/setup.ts';
import { fetchRecordings } from './state/shipped.ts';
import { Language } from './languages/language.svelte.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/fields.css';
import './styles/charts.css';
import './styles/matrix.css';
import './styles/hidden.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app".');

/** Where the build has drawn the first view, and nothing else is asked for, it stays until the recordings are here that it shows. */
async function drawnRecordings(code: string): Promise<readonly Recording[] | null> {
  const isWanted = target!.dataset.drawn === code && !location.hash && !location.search && recall('last-setup') === null;
  if (!isWanted) target!.replaceChildren();
  return isWanted ? fetchRecordings(firstTask) : null;
}

const language = new Language();
await language.open();
const recordings = await drawnRecordings(language.code);
// What was fetched has just been read: the page gets a task of its own.
await new Promise((resolve) => setTimeout(resolve));
const drawn = document.createElement('div');
drawn.append(...target.childNodes);
mount(App, {
  target,
  props: { language, recordings, ...(recordings && { drawn: drawn.querySelectorAll('[data-part]') }), onalive },
});
flushSync();

function onalive(): void {
  const { meanwhile } = target!.dataset;
  delete target!.dataset.drawn;
  delete target!.dataset.meanwhile;
  if (meanwhile) doNow(target!, JSON.parse(meanwhile) as Meanwhile);
  returnToPlace();
}
