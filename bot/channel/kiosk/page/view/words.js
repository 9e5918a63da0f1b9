/** Every Chinese sentence the page itself says; the assistant's own answers come from the server. */
export const words = Object.freeze({
  // Fixed labels, filled into [data-words].
  name: '小清',
  tagline: '人大代表联络站 · 您说，我记，代表来办',
  send: '发送',
  cancel: '不说了',
  repeat: '再说一遍',
  human: '找工作人员',
  restart: '重新开始',
  smaller: '字小一点',
  larger: '字大一点',
  more: '下面还有，按一下往下看',
  stillThere: '您还在吗？',
  stillWords: '好一会儿没有动静了。还要用，就按“继续”。不按的话，屏幕会回到开头，好给下一位用。您已经说过的都存着。',
  stay: '继续',
  leave: '用完了，回到开头',

  // Names of regions, filled into the aria-label of [data-label].
  labels: {
    panel: '小清的回答',
    choices: '可以这样回答',
    heard: '您说的话',
    type: '在这里打字',
    bar: '常用按钮',
  },
  placeholder: '也可以在这里打字',

  // The big button: two short lines for each state.
  speak: {
    starting: ['请稍等', '马上好'],
    idle: ['按一下', '开始说'],
    opening: ['请稍等', '开话筒'],
    listening: ['正在听…', '说完了按一下'],
    thinking: ['请稍等', '正在想…'],
    sending: ['请稍等', '正在送'],
    deaf: ['先打字', '等一等'],
  },

  // The line above the big button.
  hint: {
    starting: '正在打开，请稍等。',
    idle: '不着急，慢慢说。说话、打字都可以。',
    attentive: '我在听，您直接说就行，不用按。',
    opening: '正在打开话筒。屏幕上要是问起，请按“允许”。',
    listening: '请说吧，我在听。',
    heard: '听见您的声音了，请接着说。',
    quiet: '还没听到声音，请靠近一点说。',
    thinking: '听完了，正在整理您说的话。',
    sending: '正在把您的话送过去。',
    deaf: '我还听不见，请先打字或者按按钮。',
  },

  heardLabels: { empty: '您说的话会写在这里', partial: '在听', said: '您说', typed: '您写', tapped: '您选' },

  connecting: '您好，我是小清。正在连接，请稍等一下。',
  offline: '网络断了，正在重连…您说的、写的都还在，不用重来。',
  deaf: '我还听不见。',
  busy: '请稍等，我还在想上一句。',
  /** @param {number} place */
  waiting: (place) => `请稍等，前面还有 ${place} 位。您接着说，说的都录着，不用重来。`,
  nothingTyped: '还没有字。请先写几个字，再按“发送”。',
  refused: '这句没有送成。您写的还在，改一改再按“发送”。',
  gaveUp: '这句一直没有送成。您写的还在，过一会儿再按“发送”，或者找工作人员。',
  lostHearing: '这段话没有处理成，录音已经留着了。请再说一遍，或者打字。',
  cancelled: '好，刚才那段不算。想说的时候再按一下。',
  largest: '已经是最大的字了。',
  smallest: '已经是最小的字了。',
  noVoice: '这台机器没有中文声音，请看屏幕上的大字。',
  earUnknown: '正在连接，请稍等。',
  /** @param {number} percent */
  earPercent: (percent) => `已完成 ${percent}%`,
  /** @param {number} left */
  seconds: (left) => `还有 ${left} 秒`,
  codeKeep: '请记下来，或者用手机拍下来。',

  microphone: {
    /** @param {string} host */
    insecure: (host) => `这个网址用不了话筒。请工作人员改用 https://${host} 打开。现在可以打字。`,
    missing: '没有找到话筒。请工作人员看看话筒插好没有。现在可以打字。',
    denied: '话筒还没有获得允许。请按网址左边的小图标，允许使用话筒。现在可以打字。',
    taken: '话筒被别的程序占用了，请找工作人员。现在可以打字。',
    gone: '话筒断开了。您刚才说的我都收到了，正在整理。请工作人员看看话筒插好没有。',
    muted: '话筒被关掉了，我听不到声音。请打开话筒上的开关，或者找工作人员。现在也可以打字。',
    broken: '话筒没有打开，请再按一次。不行的话可以打字。',
  },
});
