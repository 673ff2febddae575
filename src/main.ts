import { flushSync, mount } from 'svelte';
import type { Recording } from '../workers/protocol.ts';
import App from './lab/App.svelte';
import { doNow } from './lab/meanwhile.ts';
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
void open(target);

/**
 * Puts the living page in the place of what the build has drawn. A function, as a browser that is asked for something by a file that waits
 * parses all of that file again to say where it was asked.
 */
async function open(app: HTMLElement): Promise<void> {
  const language = new Language();
  await language.open();
  const recordings = await drawnRecordings(app, language.code);
  // What was fetched has just been read: the page gets a task of its own.
  await new Promise((resolve) => setTimeout(resolve));
  const drawn = document.createElement('div');
  drawn.append(...app.childNodes);
  const onalive = (): void => takeOver(app);
  mount(App, {
    target: app,
    props: { language, recordings, ...(recordings && { drawn: drawn.querySelectorAll('[data-part]') }), onalive },
  });
  flushSync();
}

/** Where the build has drawn the first view, and nothing else is asked for, it stays until the recordings are here that it shows. */
async function drawnRecordings(app: HTMLElement, code: string): Promise<readonly Recording[] | null> {
  const isWanted = app.dataset.drawn === code && !location.hash && !location.search && recall('last-setup') === null;
  if (!isWanted) app.replaceChildren();
  return isWanted ? fetchRecordings(firstTask) : null;
}

/** Does what was asked of the drawn page. */
function takeOver(app: HTMLElement): void {
  delete app.dataset.drawn;
  doNow(app);
  returnToPlace();
}
