/** Colours and shapes of the demo's pages; light or dark as the reader's system is. */
export const pageStyle = `
:root{color-scheme:light dark;--bg:#fff;--soft:#f6f8fa;--text:#1f2328;--dim:#59636e;--line:#d1d9e0;--link:#0969da;--ok:#1a7f37;--bad:#cf222e;--warn:#9a6700;--done:#8250df;
--add:#dafbe1;--addnum:#aceebb;--del:#ffebe9;--delnum:#ffcecb;--hunk:#ddf4ff;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--soft:#151b23;--text:#f0f6fc;--dim:#9198a1;--line:#3d444d;--link:#4493f8;--ok:#3fb950;--bad:#f85149;--warn:#d29922;--done:#ab7df8;
--add:#12261e;--addnum:#1c4428;--del:#25171c;--delnum:#542426;--hunk:#121d2f}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:14px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif}
main{max-width:1180px;margin:0 auto;padding:24px 20px 80px}
header.top{background:var(--soft);border-bottom:1px solid var(--line);padding:12px 20px}
header.top a{font-weight:600}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
h1{font-size:26px;font-weight:400;line-height:1.25;margin:0 0 8px}h1 .number{color:var(--dim);font-weight:300}
h2{font-size:18px;margin:32px 0 12px;padding-bottom:6px;border-bottom:1px solid var(--line)}
.meta{color:var(--dim);margin:0 0 20px}
.state{display:inline-block;border-radius:2em;color:#fff;padding:4px 12px;font-weight:500;margin-right:6px;background:var(--ok)}
.state.closed{background:var(--bad)}.state.merged{background:var(--done)}.state.draft{background:#59636e}
.label{display:inline-block;border:1px solid var(--line);border-radius:2em;padding:0 8px;font-size:12px;margin-left:4px}
code,pre,.diff{font:12px/20px var(--mono)}
:not(pre)>code{background:color-mix(in srgb,var(--dim) 18%,transparent);border-radius:6px;padding:.15em .4em;font-size:85%}
.ref{color:var(--link);background:var(--hunk);border-radius:6px;padding:2px 6px;font:12px var(--mono)}
.box{border:1px solid var(--line);border-radius:6px;margin:0 0 16px;overflow:hidden;background:var(--bg)}
.box>.head{background:var(--soft);border-bottom:1px solid var(--line);padding:8px 16px;display:flex;gap:8px;align-items:center;flex-wrap:wrap}
.box>.body{padding:14px 16px}
.box>.body>:first-child,.body .md>:first-child{margin-top:0}.box>.body>:last-child,.body .md>:last-child{margin-bottom:0}
.dim{color:var(--dim)}.push{margin-left:auto}
.md{overflow-wrap:anywhere}.md pre{background:var(--soft);padding:12px;border-radius:6px;overflow:auto}
.md table{border-collapse:collapse;display:block;overflow:auto}.md th,.md td{border:1px solid var(--line);padding:5px 12px}
.md blockquote{margin:0 0 16px;padding:0 1em;color:var(--dim);border-left:.25em solid var(--line)}
.md details{margin:8px 0}.md summary,summary{cursor:pointer}
.dot{width:12px;height:12px;border-radius:50%;flex:none;background:var(--warn)}
.dot.success{background:var(--ok)}.dot.failure,.dot.timed_out,.dot.action_required{background:var(--bad)}.dot.neutral,.dot.skipped,.dot.cancelled{background:var(--dim)}
.note{border-left:4px solid var(--dim);padding:8px 12px;margin:8px 0;background:var(--soft);overflow-wrap:anywhere;white-space:pre-wrap}
.note.failure{border-color:var(--bad)}.note.warning{border-color:var(--warn)}.note.notice{border-color:var(--link)}
.diff{overflow-x:auto}.diff table{border-collapse:collapse;width:100%}
.diff td{padding:0 10px;vertical-align:top;white-space:pre-wrap;overflow-wrap:anywhere;tab-size:4}
.diff td.n{width:1%;min-width:44px;text-align:right;color:var(--dim);user-select:none;white-space:nowrap}
.diff tr.added td{background:var(--add)}.diff tr.added td.n{background:var(--addnum)}
.diff tr.removed td{background:var(--del)}.diff tr.removed td.n{background:var(--delnum)}
.diff tr.hunk td{background:var(--hunk);color:var(--dim);padding-block:4px}
.diff tr.talk>td{white-space:normal;padding:12px;border-block:1px solid var(--line);font:14px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif}
tr:target td{outline:2px solid var(--warn);outline-offset:-2px}
.talk .note{max-width:860px;margin:0}.talk .box{max-width:860px;margin:0 0 8px}.talk .box:last-child{margin:0}
.suggestion{margin:12px 0;border:1px solid var(--line);border-radius:6px;overflow:hidden}
.suggestion figcaption{background:var(--soft);border-bottom:1px solid var(--line);padding:6px 12px;font-weight:500;font-size:12px}
.suggestion pre{margin:0;padding:0!important;border-radius:0!important;overflow:auto}
.suggestion .line{display:block;padding:0 12px;white-space:pre-wrap}.line.add{background:var(--add)}.line.del{background:var(--del)}
.suggestion .commit{border-top:1px solid var(--line);background:var(--soft);padding:6px 12px;text-align:right}
.button{display:inline-block;border:1px solid var(--line);border-radius:6px;background:var(--soft);padding:3px 12px;font-size:12px;font-weight:500;line-height:20px;white-space:nowrap}
.commit .button{background:var(--bg)}
.name{display:flex;gap:8px;align-items:center}
.picture{width:24px;height:24px;border-radius:50%;background:var(--done);color:#fff;display:inline-flex;align-items:center;justify-content:center;font:600 12px/1 sans-serif;flex:none}
.picture.bot{border-radius:6px;background:#1f6feb}
.name .label{margin:0}
.thread>.head{font-size:12px;padding:6px 16px}.thread .said{padding:12px 16px;border-bottom:1px solid var(--line)}.said .name{margin-bottom:8px}
.said .md>:first-child{margin-top:0}.said .md>:last-child{margin-bottom:0}
.answer{display:flex;gap:8px;padding:8px 16px;background:var(--soft)}.answer .field{flex:1;border:1px solid var(--line);border-radius:6px;background:var(--bg);padding:3px 10px;font-size:12px}
.file>.head .path{font:600 12px var(--mono)}
h3.title{font-size:18px;margin:0 0 12px}
.stat{font:12px var(--mono)}.plus{color:var(--ok)}.minus{color:var(--bad)}
ul.plain{list-style:none;padding:0}ul.plain li{padding:8px 0;border-bottom:1px solid var(--line)}
@media(max-width:640px){main{padding:16px 10px 60px}.diff td{padding:0 6px}.diff td.n{min-width:30px}}
`;
