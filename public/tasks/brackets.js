// Close the brackets
// What is left open has to be closed in turn, the last one first: a draft can be read against the prompt.

const closing = { '(': ')', '[': ']', '{': '}' };

function make(random) {
  const open = [];
  let prompt = '';
  while (prompt.length < 10 || open.length === 0) {
    if (prompt.length > 12) return make(random);
    if (open.length > 0 && random.integer(5) < 2) prompt += closing[open.pop()];
    else {
      open.push(random.pick('([{'));
      prompt += open.at(-1);
    }
  }
  return { prompt, answer: closed(prompt) };
}

function check(prompt, answer) {
  return answer === closed(prompt);
}

function closed(prompt) {
  const open = [];
  for (const bracket of prompt) {
    if (bracket in closing) open.push(closing[bracket]);
    else open.pop();
  }
  return open.reverse().join('');
}
