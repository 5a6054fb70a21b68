// Reads the picture whose path is the argument with the Vision framework of macOS and
// gives each line it finds as: left, top, right, bottom, text, parted by tabs.
//
// Sources: developer.apple.com, VNRecognizeTextRequest (macOS 10.15; recognitionLevel 0
// is accurate; Chinese since macOS 11), VNImageRequestHandler initWithURL:options:,
// VNRecognizedTextObservation (boundingBox in shares of the picture, from below).
ObjC.import('Foundation');
ObjC.import('Vision');

// osascript calls run with the arguments of the command.
function run(args) {
  const known = $.NSClassFromString('VNRecognizeTextRequest');
  if (!known || (known.isNil && known.isNil())) return 'no Vision';
  const read = (languages) => {
    const handler = $.VNImageRequestHandler.alloc.initWithURLOptions(
      $.NSURL.fileURLWithPath(args[0]),
      $.NSDictionary.dictionary,
    );
    const request = $.VNRecognizeTextRequest.alloc.init;
    request.recognitionLevel = 0;
    request.usesLanguageCorrection = true;
    if (languages) request.recognitionLanguages = $(languages);
    return handler.performRequestsError($([request]), null) ? request.results : null;
  };
  // A system without Chinese refuses the request: it reads what it can.
  const results = read(['zh-Hans', 'en-US']) || read(null);
  if (!results) throw new Error('the picture could not be read');
  const lines = [];
  for (let i = 0; i < results.count; i++) {
    const found = results.objectAtIndex(i);
    const best = found.topCandidates(1);
    if (best.count === 0) continue;
    const { origin, size } = found.boundingBox;
    const top = 1 - origin.y - size.height;
    const text = ObjC.unwrap(best.objectAtIndex(0).string).replace(/\s/g, ' ');
    lines.push([origin.x, top, origin.x + size.width, top + size.height, text].join('\t'));
  }
  return lines.join('\n');
}
