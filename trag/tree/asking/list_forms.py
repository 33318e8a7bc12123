# ruff: noqa: E501 - a form is read as one line
"""Forms of questions for whole lists, for what is vacant and for the way up, beside those of `trag.tree.asking.forms`."""

_E, _K, _R, _P, _A, _X, _C, _I = (rf"{tag}\d+" for tag in "EKRPAXCI")
_ES = rf"{_E}(?:(?: {_E})* and {_E})?"
_WHICH = "(?:which|what)"
_LIST = "(?:list |who is |who are |what are |which are )?"
_IN = "(?:(?:that |which )?(?:are )?(?:of|in|under|within|inside|below|beneath|at|for|belonging to))"
_OF = "(?:of|for|in|on|at)"
_LINE = "(?:(?:reporting|command|management|hierarchical) (?:line|lines|chain|path)|chain of command|line of command|chain|path|way up|reporting structure|hierarchy)"
_UP = rf"(?: (?:all )?(?:way )?(?:up )?(?:to|until) (?:{_E}|(?:top|root)(?: of {_E})?)| (?:all )?way up)?"
_ANOTHER = rf"(?:(?:in|of|at|for|on) (?:another|other|others|more than one|several|multiple) {_K}|elsewhere)(?: too)?"
_ROLES = "(?:role|roles|position|positions|post|posts)"
_NONE = "(?:vacant|unfilled|empty|unstaffed|unoccupied|not filled|not staffed|without (?:anyone|anybody|people|staff|holder))"
_NOBODY = "(?:(?:do|does) not (?:have|list|name)(?: any)?|(?:have|has|with|list|lists|having) (?:no|nobody|no one|not any)|(?:lack|lacks|lacking|are without|is without|without)(?: any)?(?: one)?)"
_SITS = "(?:sits? (?:in|under)|belongs? to|is part of|are part of|is in|are in|is under|comes? under|falls? under|reports? to|is)"

LISTS = (
    # all levels below
    ("children", rf"(?:list |what is |{_WHICH} )?(?:everything|anything|whatever)(?: (?:that|which))?(?: is| are| comes| sits| there is)? (?:under|below|in|within|inside|beneath|at|part of|of) {_E}"),
    ("children", rf"{_LIST}{_ES} {_K}|(?:{_WHICH} |list ){_K} (?:are )?there (?:are )?(?:of|in|under|within|inside|below|at) {_ES}"),
    ("children", rf"(?:what|which {_K}) (?:sits?|comes?|falls?|is|are|there is) (?:directly )?(?:under|below|beneath|inside) {_E}"),
    ("children", rf"{_WHICH} {_K} (?:does|do) {_E} (?:consist of|comprise of|comprise|oversee|supervise|look after)"),
    ("children", rf"{_E} (?:has|have) (?:which|what|how many) {_K}|how many {_K} {_E} (?:has|have)"),
    ("children", rf"{_WHICH} {_K} (?:are there|there are|exist|are there to be found) (?:of|in|under|within|inside|below|at) {_ES}"),
    ("children", rf"(?:list |{_WHICH} )?{_K} (?:that |which )?(?:belong to|belongs to|are part of|make up|report to|sit in|sit under) {_ES}"),
    # leaders of many
    ("heads", rf"{_LIST}(?:who |{_WHICH} {_R} )?{_R} (?:of |for )?{_K} (?:{_IN}|{_SITS}) {_E}"),
    ("heads", rf"{_LIST}{_R} {_OF} {_E} {_K}|{_LIST}{_R} {_OF} {_E} 's {_K}|{_LIST}{_E} (?:'s )?{_K} {_R}"),
    ("heads", rf"(?:list |{_WHICH} (?:are )?)?{_K} {_IN} {_E} (?:with|and)(?: (?:their|its))? {_R}"),
    ("heads", rf"(?:list |{_WHICH} (?:are )?)?{_K} (?:with|and)(?: (?:their|its))? {_R}"),
    ("heads", rf"{_LIST}{_R} {_OF} {_K}|who {_R} {_K}"),
    # nobody there
    ("vacant", rf"(?:list |{_WHICH} )?{_K}(?: {_IN} {_E})?(?: (?:that|which))? (?:are |is )?{_NONE}"),
    ("vacant", rf"list vacant {_K}(?: {_IN} {_E})?|{_WHICH} vacant {_K} (?:are there|exist)"),
    ("vacant", rf"(?:list |{_WHICH} )?{_K}(?: {_IN} {_E})?(?: (?:that|which))? {_NOBODY} (?:{_R}|R\d+ in place)?"),
    # the way up
    ("chain", rf"(?:list |what is |which is |who is )?{_LINE} (?:of {_K} )?(?:of|for|from|above|over) {_E}{_UP}"),
    ("chain", rf"(?:list |{_WHICH} (?:are )?)?{_K} (?:that |which )?(?:are |is |sit |sits |stand )?above {_E}{_UP}"),
    ("chain", rf"(?:list |what is |which is )?{_E} (?:'s )?{_LINE}{_UP}|(?:list )?{_LINE} {_E}{_UP}"),
    ("chain", rf"(?:to )?who(?:m)? does {_E} report(?: to)? (?:(?:all )?up(?: (?:line|to top))?|(?:all )?(?:way )?(?:up )?to {_E})|who does {_E} report to (?:all )?(?:way )?up(?: to {_E})?"),
    ("superior", rf"(?:to )?who(?:m)? (?:does|do) {_E} (?:report|answer)(?: to)?|who is above {_E}"),
    ("parent", rf"(?:(?:to|in|under|within|of) )?{_WHICH} {_K} {_E} {_SITS}(?: (?:in|to|under|of))?"),
    ("parent", rf"(?:to|in|under|within|of) {_WHICH} {_K} (?:does|do|is|are) {_E}(?: (?:sit|belong|report|fall|come|located|placed))?"),
    ("parent", rf"{_WHICH} {_K} (?:does|do|is|are) {_E} (?:sit in|sit under|belong to|part of|in|report to|come under|fall under|under|below)"),
    ("parent", rf"{_E} (?:is )?(?:in|under|below|belongs to|part of|is part of) (?:which|what) {_K}|{_WHICH} {_K} is {_E}(?: in)?"),
    ("common", rf"(?:what is |which is |list )?(?:closest|lowest|nearest|first|smallest|next)? ?(?:common |shared )?(?:parent|ancestor|{_K})(?: {_K})? (?:that |which )?(?:above |over |of |shared by |common to )?(?:both )?{_E} and {_E} (?:have in common|share|both belong to|both sit in|belong to)(?: above them)?"),
    ("common", rf"(?:what is |which is |list )?(?:closest |lowest |nearest |first |smallest |next )?(?:common |shared )?(?:parent|ancestor|{_K})(?: {_K})? (?:above|over|of|shared by|common to|for) (?:both )?{_E} and {_E}"),
    ("common", rf"{_WHICH} (?:{_K} )?(?:does|do) {_E} and {_E} (?:both belong to|belong to|have in common|share)(?: above them)?"),
    ("common", rf"where do {_E} and {_E} (?:meet|come together)(?: in {_E})?"),
    ("common", rf"what (?:do|does|is) {_E} and {_E} (?:have )?(?:as )?(?:their )?(?:closest |lowest |nearest )?(?:common )?(?:parent|ancestor|{_K})"),
    # people
    ("filled", rf"(?:is there|do we have) (?:anyone|anybody|someone|somebody) (?:in|on|for|as|working as) {_E}|does (?:anyone|anybody) (?:hold|fill) {_E}"),
    ("occupied", rf"who (?:is|works|serves) (?:in|as) {_E}|is {_E} (?:{_NONE}|filled|occupied|taken)|who (?:holds|fills|occupies) {_E}"),
    ("both units", rf"(?:who|{_WHICH} people) (?:sits?|is|are|serves?|works?)(?: a member| members)?(?: on| in| of)? (?:both )?{_E} and (?:on |in |of )?{_E}"),
    ("members", rf"who (?:all )?(?:sits|serves|is|are) (?:on|in|a member of|member of|members of) {_E}|(?:list )?(?:everyone|everybody|members|membership) (?:on|in|of) {_E}"),
    ("roles of", rf"what (?:is|does) {_P} do|what (?:is|are) {_P} (?:in charge of|responsible for)|{_P} what does (?:he|she|they|{_P}) do"),
    ("roles of", rf"(?:list |what are |which are |what is |which is )?(?:roles?|positions?|functions?|jobs?|posts?|{_K}) (?:(?:that )?{_P} (?:has|holds|have|fills)|of {_P}|held by {_P})"),
    ("roles of", rf"(?:what is |which is )?{_P} 's (?:jobs?|functions?|title|job title|roles?|positions?)|(?:what is |list )?(?:job title|title) of {_P}"),
    ("roles of", rf"(?:to |in )?{_WHICH} {_K} (?:is|does) {_P} (?:in|belong to|belong|sit in|sit|work in|work for|part of|work|sit on|serve on|lead)|{_P} {_WHICH} {_K} is (?:that|he in|she in)"),
    ("roles of", rf"in {_WHICH} {_K} is {_P}|{_WHICH} {_K} is {_P}"),
    ("elsewhere", rf"(?:who|{_WHICH} (?:person|people)|list (?:people|everyone|everybody)) (?:in|of|from|at|on) {_E} (?:(?:that|who) )?(?:has|have|holds|hold) {_ROLES} {_ANOTHER}"),
    ("both units", rf"(?:who|{_WHICH} (?:person|people)) (?:has|have|holds|hold) {_ROLES} (?:in|of|at|on) (?:both )?{_E} and (?:in |of |at |on )?{_E}"),
    # what a unit is
    ("kind", rf"{_WHICH} (?:kind|type|sort) of (?:{_K}|{_E}|thing|entity|body) is {_E}"),
    ("description", rf"what does {_E} do|what is {_E}(?: for)?|(?:what is )?(?:purpose of {_E}|{_E} 's purpose)"),
    # details
    ("contact", rf"(?:how can i reach|how do i reach|how to reach|reach|reaching) {_E} (?:by|via|on|through) {_C}|{_C} (?:for|of) {_E}"),
    ("contact", rf"(?:what is |which is |list )?(?:{_C} {_C} {_OF} {_E}|{_E} (?:'s )?{_C} {_C})|does {_E} have {_C}"),
    ("contact", rf"{_C} {_E}"),
    ("contact", rf"{_WHICH} {_C} (?:does|do) {_E} (?:have|use)|(?:what is |list )?{_C} (?:to|at|by which to) reach {_E}"),
    ("related", rf"{_WHICH} {_K} (?:does|do) {_E} {_X}|(?:list )?(?:who|what) (?:does|do) {_E} {_X}|{_WHICH} {_K} {_X} {_E}"),
    ("meaning", rf"what (?:does|do) (?:acronym |abbreviation |short name |letters )?{_E} (?:stand for|mean|abbreviate)|what is {_E} (?:short|abbreviation|acronym|stand) for|{_E} what is that short for"),
    ("meaning", rf"what is meant by {_E}|{_E} (?:stands for|is short for|short for|stand for)(?: what)?|what is full name of {_E}|{_E} full name"),
)  # fmt: skip
