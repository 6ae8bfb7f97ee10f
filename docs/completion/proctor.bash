# Completion of proctor's commands, assignments, formats and options for bash.
#
# Candidates are put into COMPREPLY one by one, never split at blanks, so names
# with blanks in them stay whole; readline quotes files itself (`-o filenames`).

# Candidates, one a line on standard input, that begin with the word $1.
_proctor_offer() {
	local candidate
	while IFS= read -r candidate; do
		[[ $candidate == "$1"* ]] && COMPREPLY+=("$candidate")
	done
}

# Files and folders that begin with $1; with `-d` as $2 only folders.
_proctor_offer_files() {
	compopt -o filenames 2>/dev/null
	_proctor_offer "$1" < <(compgen "${2:--f}" -- "$1")
}

_proctor_words() {
	printf '%s\n' "$@"
}

_proctor_offer_assignments() {
	_proctor_offer "$1" < <("${COMP_WORDS[0]}" list --ids 2>/dev/null)
	_proctor_offer_files "$1" -d
}

# The items of a submission's results, from the table that its grading left.
_proctor_offer_items() {
	local header
	IFS= read -r header 2>/dev/null < "$2/grades.csv" || return
	header=${header#submission,score,possible,status,}
	header=${header%%,remark*}
	_proctor_offer "$1" <<< "${header//,/$'\n'}"
}

# The options of each command.
_proctor_options() {
	case $1 in
	list) _proctor_words --ids ;;
	check) _proctor_words --assignment --output --format --jobs --scenario --require ;;
	grade) _proctor_words --output --format --jobs --scenario --require ;;
	batch) _proctor_words --output --jobs --require ;;
	validate) _proctor_words --all --jobs --require ;;
	doctor) _proctor_words --format --require ;;
	explore) _proctor_words --schedules --strategy --first --seed --input --piped --choices --leave \
		--sigpipe --keep --replay ;;
	replay) _proctor_words --gdb --at ;;
	esac
	_proctor_words --help
}

_proctor_formats() {
	if [[ $1 == doctor ]]; then
		_proctor_words terminal json
	else
		_proctor_words terminal json junit gitlab gradescope csv
	fi
}

# How many words that are no option (and no option's value) stand before the cursor.
_proctor_arguments_before() {
	local i count=0
	for ((i = 2; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-a | --assignment)
			[[ ${COMP_WORDS[1]} == check ]] && ((i++))
			;;
		-o | --output | -f | --format | -j | --jobs | -s | --scenario | --require) ((i++)) ;;
		-*) ;;
		*) ((count++)) ;;
		esac
	done
	echo "$count"
}

# The value of the option $1; false when it takes none.
_proctor_value() {
	case $1 in
	-o | --output) _proctor_offer_files "$2" -d ;;
	-f | --format) _proctor_offer "$2" < <(_proctor_formats "$3") ;;
	-j | --jobs | -s | --scenario) ;;
	--require) _proctor_offer "$2" < <(_proctor_words full root plain) ;;
	-a | --assignment)
		[[ $3 == check ]] || return 1
		_proctor_offer_assignments "$2"
		;;
	*) return 1 ;;
	esac
}

_proctor_argument() {
	local word=$1 verb=$2 before=$3
	case $verb:$before in
	grade:0 | batch:0 | start:0 | oracle:0 | validate:*) _proctor_offer_assignments "$word" ;;
	explain:1)
		# What is typed may be quoted already.
		local folder
		folder=${COMP_WORDS[2]//\\/}
		_proctor_offer_items "$word" "${folder//[\"\']/}"
		;;
	new:0 | doctor:*) ;;
	list:* | start:* | new:* | rescore:* | explain:* | batch:*)
		_proctor_offer_files "$word" -d
		;;
	*) _proctor_offer_files "$word" ;;
	esac
}

_proctor() {
	local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]}
	COMPREPLY=()
	if ((COMP_CWORD == 1)); then
		_proctor_offer "$word" < <(_proctor_words list start check grade batch rescore \
			explain explore replay validate new doctor help --help --version)
	elif _proctor_value "${COMP_WORDS[COMP_CWORD - 1]}" "$word" "$verb"; then
		:
	elif [[ $word == -* ]]; then
		_proctor_offer "$word" < <(_proctor_options "$verb")
	elif [[ $verb == help ]]; then
		_proctor_offer "$word" < <(_proctor_words list start check grade batch rescore \
			explain explore replay validate new doctor)
	else
		_proctor_argument "$word" "$verb" "$(_proctor_arguments_before)"
	fi
}

complete -F _proctor proctor
